using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Auditing;

/// <summary>Which statements are audited, and what the log calls them: all but those that read, change rows or only concern their own session. A new kind is audited unless it is listed here.</summary>
internal static class AuditedStatements
{
    private static readonly ConcurrentDictionary<Type, string> Names = [];

    public static bool Includes(Statement statement) => statement is not (
        QueryStatement or InsertStatement or UpdateStatement or DeleteStatement or MergeStatement or UpsertStatement or TruncateStatement or CopyStatement or ExplainStatement
        or TransactionStatement or SetTransactionStatement or SetStatement or ResetStatement or ShowStatement or DiscardStatement
        or PrepareStatement or ExecuteStatement or DeallocateStatement or DeclareCursorStatement or FetchStatement or CloseCursorStatement
        or ListenStatement or UnlistenStatement or NotifyStatement or LockTableStatement or DoStatement or MaintenanceStatement or CheckpointStatement or UnsupportedStatement);

    public static string ActionOf(Statement statement) => statement switch
    {
        DropStatement drop => $"DROP {Words(drop.Kind.ToString())}",
        CommentStatement comment => $"COMMENT ON {Words(comment.Kind.ToString())}",
        CredentialStatement credential => $"{Words(credential.Command.ToString())} CREDENTIAL",
        UserMappingStatement mapping => $"{Words(mapping.Command.ToString())} USER MAPPING",
        RenameRoleStatement or RoleSettingStatement => "ALTER ROLE",
        AlterSchemaOwnerStatement => "ALTER SCHEMA",
        ChangeSubscriptionOwnerStatement => "ALTER REMOTE SUBSCRIPTION",
        _ => Names.GetOrAdd(statement.GetType(), static type => Words(type.Name[..^nameof(Statement).Length])),
    };

    /// <summary>What it is done to, as it was written; null when that has no name or several.</summary>
    public static string? ObjectOf(Statement statement) => statement switch
    {
        CreateTableStatement create => create.Name.ToString(),
        CreateTableAsStatement create => create.Name.ToString(),
        CreateViewStatement create => create.Name.ToString(),
        CreateSchemaStatement create => (create.Name ?? create.Authorization)?.Text,
        CreateVirtualTableStatement create => create.Name.ToString(),
        CreateRemoteSourceStatement create => create.Name.Text,
        AlterRemoteSourceStatement alter => alter.Name.Text,
        AlterVirtualTableStatement alter => alter.Name.ToString(),
        AlterTableStatement alter => alter.Name.ToString(),
        DropStatement { Names: [var name] } => name.ToString(),
        CommentStatement comment => comment.Name.ToString(),
        ImportForeignSchemaStatement import => import.Source.Text,
        CreateRoleStatement create => create.Name.Text,
        AlterRoleStatement alter => alter.Name.Text,
        RenameRoleStatement rename => rename.Name.Text,
        RoleSettingStatement setting => setting.Role?.Text,
        DropRoleStatement { Names: [var name] } => name.Text,
        AlterSchemaOwnerStatement alter => alter.Name.Text,
        UserMappingStatement mapping => mapping.Source.Text,
        CreatePolicyStatement policy => $"{policy.Name} ON {policy.Table}",
        AlterPolicyStatement policy => $"{policy.Name} ON {policy.Table}",
        DropPolicyStatement policy => $"{policy.Name} ON {policy.Table}",
        CreateRemoteSubscriptionStatement create => create.Name.ToString(),
        AlterRemoteSubscriptionStatement alter => alter.Name.ToString(),
        RedefineRemoteSubscriptionStatement redefine => redefine.Name.ToString(),
        ChangeSubscriptionOwnerStatement alter => alter.Name.ToString(),
        DropRemoteSubscriptionStatement { Names: [var name] } => name.ToString(),
        ProcessRemoteSubscriptionExceptionStatement { Oid: { } oid } => oid.ToString(CultureInfo.InvariantCulture),
        CreateReplicationTaskStatement create => create.Name.ToString(),
        CreateTaskStatement create => create.Name.ToString(),
        StartTaskStatement start => start.Name.ToString(),
        CancelTaskStatement cancel => cancel.Execution.ToString(CultureInfo.InvariantCulture),
        DropTaskStatement { Names: [var name] } => name.ToString(),
        CreateProcedureStatement create => create.Name.ToString(),
        DropProcedureStatement { Procedures: [var procedure] } => procedure.Name.ToString(),
        CallStatement call => call.Call.Name.ToString(),
        _ => null,
    };

    // CreateVirtualTable → CREATE VIRTUAL TABLE.
    private static string Words(string name)
    {
        var words = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && words.Length > 0) words.Append(' ');
            words.Append(char.ToUpperInvariant(letter));
        }

        return words.ToString();
    }
}
