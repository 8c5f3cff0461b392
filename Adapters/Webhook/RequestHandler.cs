using System.Text.Json;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.Webhook.Rows;
using FederationGateway.Common;
using Microsoft.AspNetCore.Http;

namespace FederationGateway.Adapters.Webhook;

/// <summary>One request: who sends, to which table, which rows. The answer 200 means that they are durable.</summary>
internal sealed class RequestHandler(WebhookOptions options, IRowSink sink)
{
    private const int RetryAfterSeconds = 5;

    public async Task HandleAsync(HttpContext context)
    {
        var answer = await AnswerAsync(context);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        if (answer.Status == StatusCodes.Status401Unauthorized && options.Token is not null) context.Response.Headers.WWWAuthenticate = "Bearer";
        if (answer.Status == StatusCodes.Status405MethodNotAllowed) context.Response.Headers.Allow = "POST";
        if (answer.Status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await context.Response.WriteAsync(answer.Text);
    }

    private async Task<Answer> AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments(options.Path.TrimEnd('/'), StringComparison.Ordinal, out var rest) || rest.Value is not ['/', .. { Length: > 0 } name] || name.Contains('/', StringComparison.Ordinal))
            return Answer.Error(StatusCodes.Status404NotFound, $"rows are posted to {options.Path} and the name of a table");
        if (!HttpMethods.IsPost(request.Method)) return Answer.Error(StatusCodes.Status405MethodNotAllowed, "rows are posted: use POST");
        if (!Credentials.AreShown(request, options)) return Answer.Error(StatusCodes.Status401Unauthorized, "the request shows no credential");
        try
        {
            var body = await BodyAsync(request, context.RequestAborted);
            if (!Credentials.AreRight(request, body.Span, options)) return Answer.Error(StatusCodes.Status403Forbidden, "the credential is not right");
            return await PushAsync(request, name, body, context.RequestAborted);
        }
        catch (BadHttpRequestException e)
        {
            return Answer.Error(e.StatusCode, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? $"the body has more than {options.MostBytes} bytes" : "the request is malformed");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return Answer.Error(StatusCodes.Status499ClientClosedRequest, "the sender has gone");
        }
    }

    private async Task<Answer> PushAsync(HttpRequest request, string name, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (request.ContentType is { Length: > 0 } type && !type.Contains("json", StringComparison.OrdinalIgnoreCase))
            return Answer.Error(StatusCodes.Status415UnsupportedMediaType, "the body is JSON: Content-Type application/json or application/x-ndjson");
        var key = request.Headers[options.IdempotencyHeader].ToString() is { Length: > 0 } given ? given : null;
        if (key?.Length > IRowSink.MostKeyLength) return Answer.Error(StatusCodes.Status400BadRequest, $"{options.IdempotencyHeader} has more than {IRowSink.MostKeyLength} characters");
        if (sink.Tables.FirstOrDefault(table => table.Definition.Name.Object == name) is not { } table) return Answer.Error(StatusCodes.Status503ServiceUnavailable, $"nobody takes rows of table \"{name}\" now");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.AnswerTimeout);
        try
        {
            var rows = PostedRows.Read(body.Span, table, options.Operation);
            var count = rows.Rows.Length;
            return Answer.Taken(count, isNew: await sink.PushAsync(rows, key, patience.Token));
        }
        catch (JsonException e)
        {
            return Answer.Error(StatusCodes.Status400BadRequest, e.LineNumber is { } line ? $"the body is not JSON at line {line + 1}, byte {e.BytePositionInLine + 1}" : "the body is not JSON");
        }
        catch (RowRefusedException e)
        {
            return Answer.Error(StatusCodes.Status422UnprocessableEntity, e.Message);
        }
        catch (GatewayException e)
        {
            return Answer.Error(StatusCodes.Status503ServiceUnavailable, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Answer.Error(StatusCodes.Status503ServiceUnavailable, "the rows could not be made durable in time");
        }
    }

    // Kestrel counts: what is longer is its 413.
    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private readonly record struct Answer(int Status, string Text)
    {
        public static Answer Error(int status, string sentence) => new(status, $"{{\"error\":{JsonSerializer.Serialize(sentence)}}}\n");

        public static Answer Taken(int rows, bool isNew) => new(StatusCodes.Status200OK, isNew ? $"{{\"rows\":{rows}}}\n" : "{\"rows\":0,\"taken_before\":true}\n");
    }
}
