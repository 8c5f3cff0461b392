using FederationGateway.PgWire.Tests.Fakes;
using FederationGateway.Support.Postgres;

[assembly: AssemblyFixture(typeof(PostgresFixture))]
[assembly: AssemblyFixture(typeof(FakeServerFixture))]
