using System.Net;
using FederationGateway.Common;
using FederationGateway.PgWire.Messages.Backend;
using FederationGateway.PgWire.Messages.Frontend;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Auth;

/// <summary>Proves who the user is: the SASL messages around a <see cref="ScramServer"/>. An unknown user fails as a wrong password does, after the same steps.</summary>
internal sealed class ScramLogin(LoginGate gate, WireInput input, WireOutput output, IPEndPoint? remote, byte[]? channelBinding)
{
    /// <summary>Returns when the user is proved; throws 28P01 when not, <see cref="ClientGoneException"/> when the client left (psql does, to ask for a password).</summary>
    public async Task AuthenticateAsync(string user, CancellationToken cancellationToken)
    {
        var (credential, exists) = await gate.FindAsync(user, cancellationToken);
        string[] mechanisms = channelBinding is null ? [ScramServer.Mechanism] : [ScramServer.BoundMechanism, ScramServer.Mechanism];
        AuthenticationMessages.WriteSaslMechanisms(output.Buffer, mechanisms);
        await output.FlushAsync(cancellationToken);
        var first = SaslInitialResponse.Read((await ReadAnswerAsync(cancellationToken)).Span);
        if (!mechanisms.Contains(first.Mechanism))
            throw new GatewayException(SqlState.ProtocolViolation, "client selected an invalid SASL authentication mechanism");

        var exchange = new ScramServer(credential) { ChannelBinding = channelBinding, IsBound = first.Mechanism == ScramServer.BoundMechanism };
        AuthenticationMessages.WriteSaslContinue(output.Buffer, exchange.Challenge(first.Data));
        await output.FlushAsync(cancellationToken);
        var proof = await ReadAnswerAsync(cancellationToken);

        // Only here has the client tried a password.
        await gate.TakeTurnAsync(user, remote?.Address, cancellationToken);
        try
        {
            AuthenticationMessages.WriteSaslFinal(output.Buffer, Verify(exchange, proof.Span, user, exists));
        }
        catch (GatewayException wrong)
        {
            gate.Failed(user, remote, wrong);
            throw;
        }

        gate.Succeeded(user, remote?.Address);
        AuthenticationMessages.WriteOk(output.Buffer);
    }

    private static byte[] Verify(ScramServer exchange, ReadOnlySpan<byte> proof, string user, bool exists) =>
        exchange.Verify(proof) is { } signature && exists
            ? signature
            : throw new GatewayException(SqlState.InvalidPassword, $"password authentication failed for user \"{user}\"");

    private async ValueTask<ReadOnlyMemory<byte>> ReadAnswerAsync(CancellationToken cancellationToken)
    {
        if (await input.ReadFrameAsync(FrameLimits.BeforeLogin, cancellationToken) is not { } frame) throw new ClientGoneException();
        if (frame.Code != FrontendCode.Password)
            throw new GatewayException(SqlState.ProtocolViolation, $"expected SASL response, got message type {frame.Code}");
        return frame.Body;
    }
}
