using FederationGateway.Support;
using FederationGateway.Support.Processes;

namespace FederationGateway.Clients.Tests;

/// <summary>Where the clients are, as <c>./dev test</c> installs them; a test whose client is missing is skipped with the reason.</summary>
internal static class ClientPrograms
{
    public const string PgJdbc = "/usr/share/java/postgresql.jar";

    // Debian's packages are for Debian's Python, which another in PATH would hide.
    private const string DebianPython = "/usr/bin/python3";

    public static string Python { get; } = File.Exists(DebianPython) ? DebianPython : "python3";

    public static string Script(params string[] path) => Repository.PathOf(["tests", "Clients.Tests", .. path]);

    public static async Task RequirePythonAsync(string package, params string[] modules)
    {
        var missing = await WhyNotAsync(Python, "-c", $"import {string.Join(", ", modules)}");
        Assert.SkipWhen(missing is not null, $"{package} is not installed: {missing}");
    }

    public static async Task RequireJavaAsync()
    {
        Assert.SkipUnless(File.Exists(PgJdbc), $"libpostgresql-jdbc-java is not installed: there is no {PgJdbc}");
        // A source file is compiled by the JDK as it is run.
        var missing = await WhyNotAsync("javac", "-version");
        Assert.SkipWhen(missing is not null, $"a JDK is not installed: {missing}");
    }

    public static async Task RequireNodeAsync()
    {
        var missing = await WhyNotAsync("node", "--version");
        Assert.SkipWhen(missing is not null, $"Node.js is not installed: {missing}");
        var packages = Script("node", "node_modules", "pg");
        Assert.SkipUnless(Directory.Exists(packages), $"node-postgres is not installed: there is no {packages}");
    }

    private static async Task<string?> WhyNotAsync(string program, params string[] arguments)
    {
        try
        {
            var result = await ProcessRunner.RunAsync(program, arguments);
            return result.ExitCode == 0 ? null : result.Error.Trim().Split('\n')[^1];
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }
}
