using FederationGateway.Support.Processes;

namespace FederationGateway.Clients.Tests;

/// <summary>
/// Drivers of other languages, each by a script that connects, looks at the catalog, sends and reads values of many types, writes, rolls back, meets errors and cancels, and
/// checks what it gets. docs/clients.md lists them.
/// </summary>
public sealed class DriverTests(ClientLandscape landscape)
{
    [Fact]
    public async Task Psycopg2()
    {
        await ClientPrograms.RequirePythonAsync("python3-psycopg2", "psycopg2");
        await PassesAsync(ClientPrograms.Python, "-W", "ignore", ClientPrograms.Script("Scripts", "psycopg2_client.py"));
    }

    [Fact]
    public async Task Psycopg3()
    {
        await ClientPrograms.RequirePythonAsync("python3-psycopg", "psycopg");
        await PassesAsync(ClientPrograms.Python, "-W", "ignore", ClientPrograms.Script("Scripts", "psycopg3_client.py"));
    }

    [Fact]
    public async Task SqlAlchemy()
    {
        await ClientPrograms.RequirePythonAsync("python3-sqlalchemy", "sqlalchemy", "psycopg2");
        await PassesAsync(ClientPrograms.Python, "-W", "ignore", ClientPrograms.Script("Scripts", "sqlalchemy_client.py"));
    }

    [Fact]
    public async Task PsqlOdbc()
    {
        await ClientPrograms.RequirePythonAsync("python3-pyodbc", "pyodbc");
        Assert.SkipUnless(File.Exists("/etc/odbcinst.ini") && File.ReadAllText("/etc/odbcinst.ini").Contains("[PostgreSQL Unicode]"), "odbc-postgresql is not installed: /etc/odbcinst.ini does not name its driver");
        await PassesAsync(ClientPrograms.Python, ClientPrograms.Script("Scripts", "odbc_client.py"));
    }

    [Fact]
    public async Task PgJdbc()
    {
        await ClientPrograms.RequireJavaAsync();
        await PassesAsync("java", "-cp", ClientPrograms.PgJdbc, ClientPrograms.Script("Scripts", "PgJdbcClient.java"));
    }

    [Fact]
    public async Task NodePostgres()
    {
        await ClientPrograms.RequireNodeAsync();
        await PassesAsync("node", ClientPrograms.Script("node", "client.js"));
    }

    private async Task PassesAsync(string program, params string[] arguments)
    {
        var result = await ProcessRunner.RunAsync(program, arguments, environment: landscape.Environment, timeout: TimeSpan.FromMinutes(2));

        // The scripts end by printing the client's version.
        result.EnsureSuccess().Output.Trim().ShouldNotBeEmpty();
        TestContext.Current.TestOutputHelper?.WriteLine(result.Output.Trim());
    }
}
