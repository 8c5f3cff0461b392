using System.Runtime.CompilerServices;
using FederationGateway.Support.Postgres;

namespace FederationGateway.Support.Tests;

/// <summary>This program in another role: started with the variable set it owns a cluster, tells its folder and waits to be killed.</summary>
internal static class OwnedCluster
{
    public const string Variable = "FEDGW_TEST_OWN_A_CLUSTER";

    [ModuleInitializer]
    internal static void Run()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
            return;

        var cluster = PostgresCluster.StartAsync().GetAwaiter().GetResult();
        Console.WriteLine(cluster.Folder);
        Thread.Sleep(Timeout.Infinite);
    }
}
