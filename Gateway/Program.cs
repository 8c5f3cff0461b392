using FederationGateway.Common;
using FederationGateway.Gateway.Auditing;
using FederationGateway.Gateway.Configuration;
using FederationGateway.Gateway.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(OptionsReader.Usage);
    return 0;
}

try
{
    var options = OptionsReader.Read(args);
    var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
    builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning)
        // A failed start is said in one sentence below, not twice and with a stack.
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
        .AddFilter(AuditTrail.Category, LogLevel.Information);
    builder.Services.AddSingleton(options).AddSingleton(TimeProvider.System).AddHostedService<GatewayHost>();
    builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(15));
    using var host = builder.Build();
    await host.RunAsync();
    return 0;
}
catch (Exception e) when (e is OptionsException or GatewayException or System.Net.Sockets.SocketException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"gateway: {e.Message}");
    if (e is GatewayException { Detail: { } detail }) await Console.Error.WriteLineAsync(detail);
    if (e is GatewayException { Hint: { } hint }) await Console.Error.WriteLineAsync(hint);
    return 1;
}
