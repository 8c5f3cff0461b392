using FederationGateway.Differential.Generation;
using FederationGateway.Differential.Running;

[assembly: AssemblyFixture(typeof(FederationGateway.Differential.Tests.RunningLandscape))]

namespace FederationGateway.Differential.Tests;

/// <summary>The two servers of all tests, and the generator over the functions both have.</summary>
public sealed class RunningLandscape : IAsyncLifetime
{
    private Landscape? _landscape;
    private StatementGenerator? _generator;

    public Landscape Landscape => _landscape ?? throw new InvalidOperationException("the landscape is not up");

    public StatementGenerator Generator => _generator ?? throw new InvalidOperationException("the landscape is not up");

    public async ValueTask InitializeAsync()
    {
        _landscape = await Landscape.StartAsync();
        var names = await _landscape.FunctionNamesAsync();
        _generator = new StatementGenerator(new FunctionPool(names.Contains));
    }

    public async ValueTask DisposeAsync()
    {
        if (_landscape is not null)
            await _landscape.DisposeAsync();
    }
}
