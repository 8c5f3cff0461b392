using FederationGateway.EndToEnd.Support;

[assembly: AssemblyFixture(typeof(Landscape))]
