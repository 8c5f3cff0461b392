using FederationGateway.Support.Postgres;

[assembly: AssemblyFixture(typeof(PostgresFixture))]
