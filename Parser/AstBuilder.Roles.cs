using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

/// <summary>Accounts, privileges, credentials.</summary>
internal sealed partial class AstBuilder
{
    private CreateRoleStatement CreateRole(FedSqlParser.CreateRoleStatementContext context) => new(
        Name(context.roleName()), context.roleKind().USER() is not null, RoleOptionsOf(context.roleWord(), context), Span(context));

    private Statement AlterRole(FedSqlParser.AlterRoleStatementContext context) => context switch
    {
        FedSqlParser.RenameRoleContext c => new RenameRoleStatement(Name(c.roleName()), Name(c.colId()), Span(c)),
        FedSqlParser.SetRoleSettingContext c => new RoleSettingStatement(
            OptionalName(c.roleName()), OptionalName(c.colId()), SettingName(c.settingName()), [.. c.settingValue().Select(Setting)], Span(c)),
        FedSqlParser.ResetRoleSettingContext c => new RoleSettingStatement(
            OptionalName(c.roleName()), OptionalName(c.colId()), c.settingName() is { } setting ? SettingName(setting) : null, [], Span(c)),
        FedSqlParser.AlterGroupContext c => AlterGroup(c),
        FedSqlParser.AlterRoleOptionsContext c => new AlterRoleStatement(Name(c.roleName()), RoleOptionsOf(c.roleWord(), c), Span(c)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Statement AlterGroup(FedSqlParser.AlterGroupContext context)
    {
        var group = Name(context.roleName(0));
        var items = (EquatableArray<GrantedItem>)[new GrantedItem(group.Text.ToUpperInvariant(), group, [], group.Span)];
        var members = Names(context.roleName().Skip(1));
        return context.ADD() is not null
            ? new GrantStatement(items, null, members, GrantOption.None, null, Span(context))
            : new RevokeStatement(items, null, members, GrantOption.None, null, DropBehavior.Restrict, Span(context));
    }

    private RoleOptions RoleOptionsOf(FedSqlParser.RoleWordContext[] words, Antlr4.Runtime.ParserRuleContext statement) =>
        new RoleClauses([.. words.Select(word => word.Start)], statement.Stop, SyntaxError, Name).Read();

    private static DropRoleStatement DropRole(FedSqlParser.DropRoleStatementContext context) =>
        new(Names(context.roleName()), context.EXISTS() is not null, Behavior(context.dropBehavior()), Span(context));

    private GrantStatement Grant(FedSqlParser.GrantStatementContext context)
    {
        var option = context.OPTION() is null ? GrantOption.None : context.Identifier() is { } admin ? Admin(admin.Symbol) : GrantOption.Grant;
        return new GrantStatement(
            Items(context.grantedItem()), Target(context.grantTarget()), Names(context.grantee().Select(grantee => grantee.roleName())), option, Grantor(context.grantor()), Span(context));
    }

    private RevokeStatement Revoke(FedSqlParser.RevokeStatementContext context)
    {
        var option = context.OPTION() is null ? GrantOption.None : context.Identifier() is { } admin ? Admin(admin.Symbol) : GrantOption.Grant;
        return new RevokeStatement(
            Items(context.grantedItem()), Target(context.grantTarget()), Names(context.grantee().Select(grantee => grantee.roleName())), option, Grantor(context.grantor()),
            Behavior(context.dropBehavior()), Span(context));
    }

    private static EquatableArray<GrantedItem> Items(FedSqlParser.GrantedItemContext[] contexts) => [.. contexts.Select(context =>
    {
        var words = context.grantedWord();
        var text = string.Join(' ', words.Select(word => word.Start.Text.ToUpperInvariant()));
        return new GrantedItem(text, words.Length == 1 ? Name(words[0]) : null, Names(context.columnList()), Span(context));
    })];

    private GrantTarget? Target(FedSqlParser.GrantTargetContext? context)
    {
        GrantTarget? Of(GrantTargetKind kind, IEnumerable<FedSqlParser.ColIdContext> names) => new(kind, [.. names.Select(name => ObjectName(Name(name)))], Span(context));

        switch (context)
        {
            case null: return null;
            case FedSqlParser.TableTargetContext c: return new GrantTarget(GrantTargetKind.Relation, ObjectNames(c.qualifiedName()), Span(c));
            case FedSqlParser.SchemaContentTargetContext c:
                if (c.SEQUENCES() is not null) return Of(GrantTargetKind.SchemaSequences, c.colId());
                if (IsWord(c.Identifier().Symbol, "TABLES")) return Of(GrantTargetKind.SchemaContent, c.colId());
                throw GatewayException.Unsupported($"GRANT on ALL {c.Identifier().GetText().ToUpperInvariant()}", Span(c));
            case FedSqlParser.SequenceTargetContext c: return new GrantTarget(GrantTargetKind.Sequence, ObjectNames(c.qualifiedName()), Span(c));
            case FedSqlParser.ProcedureTargetContext c: return new GrantTarget(GrantTargetKind.Procedure, [], Span(c)) { Procedures = c.routineName().Select(RoutineName).ToEquatableArray() };
            case FedSqlParser.TaskTargetContext c: return new GrantTarget(GrantTargetKind.Task, ObjectNames(c.qualifiedName()), Span(c));
            case FedSqlParser.SchemaTargetContext c: return Of(GrantTargetKind.Schema, c.colId());
            case FedSqlParser.SourceTargetContext c: return Of(GrantTargetKind.RemoteSource, c.colId());
            case FedSqlParser.AllSourcesTargetContext c:
                Require(c.Identifier().Symbol, "SOURCES");
                return new GrantTarget(GrantTargetKind.AllRemoteSources, [], Span(c));
            case FedSqlParser.DatabaseTargetContext c: return Of(GrantTargetKind.Database, c.colId());
            default: throw GatewayException.Unsupported($"GRANT on {context.Start.Text.ToUpperInvariant()}", Span(context));
        }
    }

    private Identifier? Grantor(FedSqlParser.GrantorContext? context)
    {
        if (context is null) return null;
        Require(context.Identifier().Symbol, "GRANTED");
        return Name(context.roleName());
    }

    private GrantOption Admin(Antlr4.Runtime.IToken token)
    {
        Require(token, "ADMIN");
        return GrantOption.Admin;
    }

    private static ReassignOwnedStatement ReassignOwned(FedSqlParser.ReassignOwnedStatementContext context)
    {
        var roles = context.roleName();
        return new ReassignOwnedStatement(Names(roles.SkipLast(1)), Name(roles[^1]), Span(context));
    }

    private static DropOwnedStatement DropOwned(FedSqlParser.DropOwnedStatementContext context) =>
        new(Names(context.roleName()), Behavior(context.dropBehavior()), Span(context));

    private static AlterSchemaOwnerStatement AlterSchema(FedSqlParser.AlterSchemaStatementContext context) => context.roleName() is { } owner
        ? new AlterSchemaOwnerStatement(Name(context.colId(0)), Name(owner), Span(context))
        : throw GatewayException.Unsupported("ALTER SCHEMA ... RENAME", Span(context));

    private CredentialStatement Credential(FedSqlParser.CredentialStatementContext context)
    {
        var words = context.Identifier();
        Require(words[0].Symbol, "COMPONENT");
        Require(words[1].Symbol, "PURPOSE");
        var texts = context.StringLiteral();
        return new CredentialStatement(
            CommandOf(context.Start), OptionalName(context.roleName()), Text(texts[0]), Text(texts[1]), Text(texts[2]), texts.Length > 3 ? new Secret(Text(texts[3])) : null, Span(context));
    }

    private UserMappingStatement UserMapping(FedSqlParser.UserMappingStatementContext context)
    {
        Require(context.Identifier().Symbol, "MAPPING");
        var command = CommandOf(context.Start);
        if (context.NOT() is { } not ? command != CredentialCommand.Create : context.EXISTS() is not null && command != CredentialCommand.Drop) throw SyntaxError((context.NOT() ?? context.EXISTS()).Symbol);
        if (command == CredentialCommand.Drop && context.OPTIONS() is { } options) throw SyntaxError(options.Symbol);
        var user = context.roleName() is { } role ? Name(role) : new Identifier("current_user", Quoted: false, Span(context.GetTokens(FedSqlLexer.USER)[^1]));
        return new UserMappingStatement(
            command, user, Name(context.colId()), context.EXISTS() is not null,
            [.. context.mappingOption().Select(option => new MappingOption(Name(option.colLabel()).Text, OptionalText(option.StringLiteral()) is { } value ? new Secret(value) : null, Span(option)))],
            Span(context));
    }

    private static CredentialCommand CommandOf(Antlr4.Runtime.IToken verb) => verb.Type switch
    {
        FedSqlLexer.CREATE => CredentialCommand.Create,
        FedSqlLexer.ALTER => CredentialCommand.Alter,
        _ => CredentialCommand.Drop,
    };

    /// <summary>Words that are keywords at one place only.</summary>
    private void Require(Antlr4.Runtime.IToken token, string word)
    {
        if (!IsWord(token, word)) throw SyntaxError(token);
    }

    private static bool IsWord(Antlr4.Runtime.IToken token, string word) => token.Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
