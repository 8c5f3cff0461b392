using FederationGateway.Clients.Tests;

[assembly: AssemblyFixture(typeof(ClientLandscape))]
