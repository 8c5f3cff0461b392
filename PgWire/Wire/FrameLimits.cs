using FederationGateway.PgWire.Messages.Frontend;

namespace FederationGateway.PgWire.Wire;

/// <summary>How long each kind of message may be. What carries user data may be long and is skipped when too long; the others end the connection.</summary>
public sealed record FrameLimits(int Data)
{
    /// <summary>Names, counters and passwords: PostgreSQL's limits.</summary>
    private const int Small = 10_000;

    private const int Sasl = 65_535;

    /// <summary>Before login nobody may make the server hold more than this.</summary>
    public static FrameLimits BeforeLogin { get; } = new(0);

    public int Of(byte code) => code switch
    {
        FrontendCode.Query or FrontendCode.Parse or FrontendCode.Bind or FrontendCode.CopyData or FrontendCode.FunctionCall => Data,
        FrontendCode.Password => Sasl,
        _ => Data == 0 ? 0 : Small,
    };

    public bool IsSkippable(byte code) =>
        Data > 0 && code is FrontendCode.Query or FrontendCode.Parse or FrontendCode.Bind or FrontendCode.CopyData or FrontendCode.FunctionCall;
}
