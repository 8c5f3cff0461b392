namespace FederationGateway.PgWire.Tests;

/// <summary>Waits for what another flow is about to do.</summary>
public static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition, int seconds = 60)
    {
        for (var i = 0; i < seconds * 100 && !condition(); i++) await Task.Delay(10);
        condition().ShouldBeTrue();
    }
}
