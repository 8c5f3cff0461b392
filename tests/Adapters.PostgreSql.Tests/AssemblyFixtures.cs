using FederationGateway.Adapters.PostgreSql.Tests.Capture;
using FederationGateway.Support.Postgres;

[assembly: AssemblyFixture(typeof(PostgresFixture))]
[assembly: AssemblyFixture(typeof(CaptureFixture))]
