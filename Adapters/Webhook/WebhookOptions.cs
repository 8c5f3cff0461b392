using System.Globalization;
using System.Net;
using System.Text;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;

namespace FederationGateway.Adapters.Webhook;

/// <summary>A source's configuration and credential, checked. Never printed: it holds secrets.</summary>
internal sealed class WebhookOptions
{
    private WebhookOptions(IPEndPoint listen, string path) => (Listen, Path) = (listen, path);

    public IPEndPoint Listen { get; }

    /// <summary>Begins and ends with a slash.</summary>
    public string Path { get; }

    public (string Certificate, string Key)? Tls { get; private init; }

    public long MostBytes { get; private init; }

    /// <summary>The field that says what a row is; null when none does.</summary>
    public string? Operation { get; private init; }

    public string IdempotencyHeader { get; private init; } = "";

    public string SignatureHeader { get; private init; } = "";

    public TimeSpan AnswerTimeout { get; private init; }

    public byte[]? Token { get; private init; }

    public byte[]? Secret { get; private init; }

    /// <summary>HV00D for a key nobody knows or one that is missing, HV024 for a value that cannot be.</summary>
    public static WebhookOptions Read(SourceDefinition definition, AdapterDescription description)
    {
        var given = definition.Options.Concat(definition.Credential).ToList();
        foreach (var (key, _) in given)
            if (!description.Options.Any(option => option.Name.Equals(key, StringComparison.OrdinalIgnoreCase)))
                throw new GatewayException(SqlState.InvalidOptionName, $"option \"{key}\" is not known") { Hint = $"The options are {string.Join(", ", description.Options.Select(option => option.Name))}." };
        if (definition.Options.Keys.FirstOrDefault(key => description.Options.Any(option => option.IsCredential && option.Name.Equals(key, StringComparison.OrdinalIgnoreCase))) is { } open)
            throw new GatewayException(SqlState.InvalidOptionName, $"option \"{open}\" belongs in the credential, where nobody sees it") { Hint = "WITH CREDENTIAL TYPE 'PASSWORD' USING 'token=…'." };
        string Value(string name) => definition.Options.GetValueOrDefault(name) ?? description.Options.First(option => option.Name == name).Default ?? "";
        var listen = ListenOf(Value("listen"));
        var tls = TlsOf(Value("certificate"), Value("certificate_key"));
        if (tls is null && !IPAddress.IsLoopback(listen.Address) && !IsTrue("allow_plaintext", Value("allow_plaintext")))
            throw new GatewayException(SqlState.InvalidOptionValue, "option \"listen\" is an address beyond this machine, and there is no certificate") { Hint = "Give certificate and certificate_key, or say allow_plaintext=true: tokens and rows can then be read on the way." };
        return new WebhookOptions(listen, PathOf(Value("path")))
        {
            Tls = tls,
            MostBytes = ByteSize.TryParse(Value("max_body"), out var bytes) && bytes > 0 ? bytes : throw Wrong("max_body", Value("max_body"), "a size like 16MB"),
            Operation = Value("operation") is { Length: > 0 } field ? field : null,
            IdempotencyHeader = Value("idempotency_header"),
            SignatureHeader = Value("signature_header"),
            AnswerTimeout = int.TryParse(Value("answer_timeout"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 3600
                ? TimeSpan.FromSeconds(seconds) : throw Wrong("answer_timeout", Value("answer_timeout"), "seconds from 1 to 3600"),
            Token = SecretOf(definition, "token"),
            Secret = SecretOf(definition, "secret"),
        };
    }

    /// <summary>A source anybody may post to is nothing to be made by mistake.</summary>
    /// <exception cref="GatewayException">28000 when there is neither a token nor a secret.</exception>
    public void RequireCredential()
    {
        if (Token is not null || Secret is not null) return;
        throw new GatewayException(SqlState.InvalidAuthorizationSpecification, "a webhook takes a token or a secret that senders show")
        {
            Hint = "ALTER REMOTE SOURCE … WITH CREDENTIAL TYPE 'PASSWORD' USING 'token=…'; with secret=… bodies are signed.",
        };
    }

    private static IPEndPoint ListenOf(string text)
    {
        if (text.Length == 0) throw new GatewayException(SqlState.InvalidOptionName, "option \"listen\" is missing") { Hint = "CONFIGURATION 'listen=127.0.0.1:9000'." };
        var at = text.LastIndexOf(':');
        var host = at > 0 ? text[..at] : "";
        var address = host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback : IPAddress.TryParse(host.Trim('[', ']'), out var parsed) ? parsed : null;
        return address is not null && int.TryParse(text[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= IPEndPoint.MaxPort
            ? new IPEndPoint(address, port) : throw Wrong("listen", text, "an address and a port like 127.0.0.1:9000");
    }

    private static string PathOf(string text)
    {
        var inner = text.Trim('/');
        if (inner.Any(character => !char.IsAsciiLetterOrDigit(character) && !"/-_.~".Contains(character, StringComparison.Ordinal))) throw Wrong("path", text, "a path of letters, digits, - _ . ~ and /");
        return inner.Length == 0 ? "/" : $"/{inner}/";
    }

    private static (string Certificate, string Key)? TlsOf(string certificate, string key)
    {
        if ((certificate.Length == 0) != (key.Length == 0)) throw new GatewayException(SqlState.InvalidOptionValue, "options \"certificate\" and \"certificate_key\" go together");
        foreach (var file in new[] { certificate, key })
            if (file.Length > 0 && !File.Exists(file)) throw new GatewayException(SqlState.InvalidOptionValue, $"there is no file {file}");
        return certificate.Length == 0 ? null : (certificate, key);
    }

    private static bool IsTrue(string option, string value) => value.ToUpperInvariant() switch { "TRUE" => true, "FALSE" => false, _ => throw Wrong(option, value, "true or false") };

    private static byte[]? SecretOf(SourceDefinition definition, string name) => definition.Credential.GetValueOrDefault(name) is not { } value ? null
        : value.Length >= 8 ? Encoding.UTF8.GetBytes(value) : throw new GatewayException(SqlState.InvalidOptionValue, $"the {name} of a webhook has at least 8 characters");

    private static GatewayException Wrong(string option, string value, string expected) => new(SqlState.InvalidOptionValue, $"option \"{option}\" takes {expected}, not \"{value}\"");
}
