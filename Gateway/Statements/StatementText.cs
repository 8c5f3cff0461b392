using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements;

/// <summary>Statement texts for lists that others read: what carries a credential is shown without it.</summary>
internal static class StatementText
{
    /// <summary>Queries carry none; of a look-up nothing but its text may be known.</summary>
    public static string WithoutSecrets(ParsedStatement parsed) => parsed.Lifted is not null ? parsed.Text : parsed.Statement switch
    {
        CreateRemoteSourceStatement create => $"CREATE REMOTE SOURCE {create.Name} …",
        AlterRemoteSourceStatement { Action: SourceCommandAction or ChangeSourceOwnerAction or StartLatencyMonitoringAction or StopLatencyMonitoringAction or ClearLatencyHistoryAction } => parsed.Text,
        AlterRemoteSourceStatement alter => $"ALTER REMOTE SOURCE {alter.Name} …",
        CreateRoleStatement { Options.Password: not null } create => $"CREATE ROLE {create.Name} …",
        AlterRoleStatement { Options.Password: not null } alter => $"ALTER ROLE {alter.Name} …",
        CredentialStatement credential => $"{credential.Command.ToString().ToUpperInvariant()} CREDENTIAL FOR … PURPOSE '{credential.Purpose}' …",
        UserMappingStatement mapping => $"{mapping.Command.ToString().ToUpperInvariant()} USER MAPPING FOR {mapping.User} SERVER {mapping.Source} …",
        PrepareStatement { Statement: CreateRemoteSourceStatement or AlterRemoteSourceStatement or UnsupportedStatement } prepare => $"PREPARE {prepare.Name} …",
        UnsupportedStatement unsupported => $"{unsupported.Construct} …",
        _ => parsed.Text,
    };
}
