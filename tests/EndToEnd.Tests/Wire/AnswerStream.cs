using FederationGateway.PgWire.Tests.Wire;

namespace FederationGateway.EndToEnd.Wire;

/// <summary>Everything a server says until it closes the connection, checked to be messages of the protocol and errors fit for clients.</summary>
internal static class AnswerStream
{
    private const string Codes = "123CDEGHIKNRSTVZcdnstv";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The SQLSTATEs of the errors, in order. A <see cref="TimeoutException"/> means that the server hangs.</summary>
    public static async Task<List<string>> ReadToEndAsync(RawClient client)
    {
        List<string> errors = [];
        try
        {
            while (true)
            {
                var (code, body) = await client.ReadAsync((int)Patience.TotalSeconds);
                Codes.ShouldContain(code);
                if (code == 'E') errors.Add(Check(body));
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("the server neither answers nor closes the connection");
        }
        catch (IOException)
        {
            // Closed or reset: the end either way.
            return errors;
        }
        catch (ObjectDisposedException)
        {
            return errors;
        }
    }

    private static string Check(byte[] error)
    {
        var state = RawClient.ErrorField(error, 'C').ShouldNotBeNull();
        state.Length.ShouldBe(5);
        state.ShouldNotBe("XX000", RawClient.ErrorField(error, 'M'));
        RawClient.ErrorField(error, 'M').ShouldNotBeNullOrWhiteSpace();
        RawClient.ErrorField(error, 'V').ShouldBeOneOf("ERROR", "FATAL");
        return state;
    }
}
