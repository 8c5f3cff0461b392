using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

public enum LocationKind
{
    /// <summary>INDEXSERVER: the gateway's own process.</summary>
    IndexServer,

    /// <summary>DPSERVER: the data provisioning server, also the gateway.</summary>
    DpServer,
    Agent,
    AgentGroup,
}

/// <summary><c>AT LOCATION …</c></summary>
/// <param name="Name">The agent or agent group.</param>
public sealed record RemoteLocation(LocationKind Kind, Identifier? Name, TextSpan Span) : SyntaxNode(Span);

/// <summary><c>'name' = 'value'</c></summary>
public sealed record PropertySetting(string Name, string Value, TextSpan Span) : SyntaxNode(Span);

/// <summary><c>WITH CREDENTIAL TYPE 'PASSWORD' USING '…'</c>: holds a secret, so it must not be printed.</summary>
public sealed record CredentialClause(string Type, Identifier? Pse, string? Secret, TextSpan Span) : SyntaxNode(Span)
{
    public override string ToString() => $"{nameof(CredentialClause)} {{ Type = {Type}, Secret = *** }}";
}

public sealed record CreateAdapterStatement(Identifier Name, string? Properties, RemoteLocation Location, TextSpan Span) : Statement(Span);

public sealed record AlterAdapterStatement(Identifier Name, AlterAdapterAction Action, RemoteLocation? Location, string? Properties, TextSpan Span)
    : Statement(Span);

public enum AlterAdapterAction
{
    AddLocation,
    RemoveLocation,
    RefreshAtLocation,
    SetProperties,
}

/// <summary><c>CREATE REMOTE SOURCE name ADAPTER adapter [AT LOCATION …] CONFIGURATION '…' [WITH CREDENTIAL …]</c></summary>
/// <param name="ConfigurationFile">The file of HANA's CONFIGURATION FILE.</param>
/// <param name="ServerOptions">What PostgreSQL's spelling, <c>CREATE SERVER name FOREIGN DATA WRAPPER adapter OPTIONS (…)</c>, has in place of a configuration; <c>null</c> in HANA's.</param>
public sealed record CreateRemoteSourceStatement(
    Identifier Name,
    bool IfNotExists,
    Identifier Adapter,
    RemoteLocation? Location,
    string? ConfigurationFile,
    string Configuration,
    CredentialClause? Credential,
    EquatableArray<StatementOption>? ServerOptions,
    TextSpan Span) : Statement(Span);

public sealed record AlterRemoteSourceStatement(Identifier Name, AlterRemoteSourceAction Action, TextSpan Span) : Statement(Span);

public abstract record AlterRemoteSourceAction(TextSpan Span) : SyntaxNode(Span);

/// <summary>New adapter, location, configuration or credential; <c>null</c> where nothing was written.</summary>
/// <param name="DroppedCredentialType">DROP CREDENTIAL TYPE '…'.</param>
public sealed record ReconfigureAction(
    Identifier? Adapter,
    RemoteLocation? Location,
    string? ConfigurationFile,
    string? Configuration,
    CredentialClause? Credential,
    string? DroppedCredentialType,
    TextSpan Span) : AlterRemoteSourceAction(Span);

public sealed record SetSourcePropertiesAction(EquatableArray<PropertySetting> Properties, TextSpan Span) : AlterRemoteSourceAction(Span);

/// <param name="Names">Empty: ALL.</param>
public sealed record UnsetSourcePropertiesAction(EquatableArray<string> Names, TextSpan Span) : AlterRemoteSourceAction(Span);

public enum SourceCommand
{
    SuspendCapture,
    ResumeCapture,
    SuspendDistribution,
    ResumeDistribution,
    RefreshObjects,
    CancelRefreshObjects,
    ClearObjects,
}

public sealed record ChangeSourceOwnerAction(Identifier NewOwner, TextSpan Span) : AlterRemoteSourceAction(Span);

public sealed record SourceCommandAction(SourceCommand Command, TextSpan Span) : AlterRemoteSourceAction(Span);

/// <summary><c>START LATENCY MONITORING ticket [INTERVAL seconds]</c></summary>
/// <param name="Interval">Seconds between two measurements; null for one only.</param>
public sealed record StartLatencyMonitoringAction(Identifier Ticket, LatencyInterval? Interval, TextSpan Span) : AlterRemoteSourceAction(Span);

public sealed record LatencyInterval(long Seconds, TextSpan Span) : SyntaxNode(Span);

/// <summary><c>STOP LATENCY MONITORING ticket</c></summary>
public sealed record StopLatencyMonitoringAction(Identifier Ticket, TextSpan Span) : AlterRemoteSourceAction(Span);

/// <summary><c>CLEAR LATENCY HISTORY [ticket]</c></summary>
public sealed record ClearLatencyHistoryAction(Identifier? Ticket, TextSpan Span) : AlterRemoteSourceAction(Span);

/// <summary><c>IMPORT FOREIGN SCHEMA remote [LIMIT TO | EXCEPT (…)] FROM SERVER source INTO local [OPTIONS (…)]</c></summary>
public sealed record ImportForeignSchemaStatement(
    Identifier RemoteSchema,
    ImportFilter Filter,
    EquatableArray<ObjectName> Tables,
    Identifier Source,
    Identifier LocalSchema,
    EquatableArray<StatementOption> Options,
    TextSpan Span) : Statement(Span);

public enum ImportFilter
{
    All,
    LimitTo,
    Except,
}
