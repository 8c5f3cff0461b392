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
        AlterRemoteSourceStatement alter => $"ALTER REMOTE SOURCE {alter.Name} …",
        PrepareStatement { Statement: CreateRemoteSourceStatement or AlterRemoteSourceStatement or UnsupportedStatement } prepare => $"PREPARE {prepare.Name} …",
        UnsupportedStatement unsupported => $"{unsupported.Construct} …",
        _ => parsed.Text,
    };
}
