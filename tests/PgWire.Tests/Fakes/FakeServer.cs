using System.Net;
using FederationGateway.PgWire.Server;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace FederationGateway.PgWire.Tests.Fakes;

/// <summary>A protocol server on a free port with the fake service behind it.</summary>
public sealed class FakeServer : IAsyncDisposable
{
    public FakeServer(Func<WireServerOptions, WireServerOptions>? configure = null, TimeProvider? time = null)
    {
        var options = new WireServerOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)], DrainTimeout = TimeSpan.FromMilliseconds(500) };
        Server = new WireServer(Service, configure?.Invoke(options) ?? options, NullLogger<WireServer>.Instance, time ?? TimeProvider.System);
        Server.Start();
    }

    public FakeQueryService Service { get; } = new();

    public WireServer Server { get; }

    public int Port => Server.EndPoints[0].Port;

    public string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = FakeQueryService.User,
        Password = FakeQueryService.Password,
        Database = FakeQueryService.Database,
        Pooling = false,
        NoResetOnClose = true,
        Timeout = 10,
    }.ConnectionString;

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>One such server for all tests of the assembly that do not need their own.</summary>
public sealed class FakeServerFixture : IAsyncLifetime
{
    public FakeServer Server { get; } = new();

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
