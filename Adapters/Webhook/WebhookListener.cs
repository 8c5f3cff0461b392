using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace FederationGateway.Adapters.Webhook;

/// <summary>The HTTP server of one source, of which nothing is started before there is one.</summary>
internal sealed class WebhookListener : IAsyncDisposable
{
    // Requests that wait hold their bodies.
    private const int MostConnections = 256;
    private static readonly TimeSpan s_ending = TimeSpan.FromSeconds(5);
    private readonly WebApplication _server;
    private readonly X509Certificate2? _certificate;

    private WebhookListener(WebApplication server, X509Certificate2? certificate) => (_server, _certificate) = (server, certificate);

    /// <exception cref="GatewayException">HV00N when the address cannot be listened at, or the certificate not be read.</exception>
    public static async Task<WebhookListener> StartAsync(string source, WebhookOptions options, IRowSink sink, CancellationToken cancellationToken)
    {
        var certificate = CertificateOf(source, options);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = options.MostBytes;
            server.Limits.MaxConcurrentConnections = MostConnections;
            server.Listen(options.Listen, listen =>
            {
                if (certificate is not null) listen.UseHttps(certificate);
            });
        });
        if (certificate is not null) builder.WebHost.UseKestrelHttpsConfiguration();
        var server = builder.Build();
        server.Run(new RequestHandler(options, sink).HandleAsync);
        var listener = new WebhookListener(server, certificate);
        try
        {
            await server.StartAsync(cancellationToken);
            return listener;
        }
        catch (IOException e)
        {
            await listener.DisposeAsync();
            throw new GatewayException(SqlState.RemoteConnectionFailed, $"remote source \"{source}\" cannot listen at {options.Listen}: {Reason(e)}", e);
        }
        catch
        {
            await listener.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using (var limit = new CancellationTokenSource(s_ending)) await _server.StopAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _server.DisposeAsync();
        _certificate?.Dispose();
    }

    private static string Reason(Exception failure) => failure.InnerException is { } inner ? Reason(inner) : failure is System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.AddressAlreadyInUse }
        ? "the port is in use" : failure.Message;

    private static X509Certificate2? CertificateOf(string source, WebhookOptions options)
    {
        if (options.Tls is not var (certificate, key)) return null;
        try
        {
            return X509Certificate2.CreateFromPemFile(certificate, key);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new GatewayException(SqlState.RemoteConnectionFailed, $"the certificate of remote source \"{source}\" cannot be read: {e.Message}", e);
        }
    }
}
