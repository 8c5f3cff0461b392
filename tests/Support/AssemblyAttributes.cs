using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("FederationGateway.Support.Tests")]
