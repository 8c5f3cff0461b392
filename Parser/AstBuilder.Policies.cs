using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

/// <summary>Row filters and column masks.</summary>
internal sealed partial class AstBuilder
{
    private CreatePolicyStatement CreatePolicy(FedSqlParser.CreatePolicyStatementContext context)
    {
        var isRestrictive = context.Identifier() is { } kind && IsWord(kind.Symbol, "RESTRICTIVE");
        if (!isRestrictive && context.Identifier() is { } other) Require(other.Symbol, "PERMISSIVE");
        return new CreatePolicyStatement(
            Name(context.colId()), ObjectName(context.qualifiedName()), isRestrictive, CommandOf(context.policyCommand()), Grantees(context.grantee()),
            Stored(context.policyUsing()?.expr()), Stored(context.policyCheck()?.expr()), Span(context));
    }

    private AlterPolicyStatement AlterPolicy(FedSqlParser.AlterPolicyStatementContext context) => new(
        Name(context.colId(0)), ObjectName(context.qualifiedName()), OptionalName(context.colId(1)), Grantees(context.grantee()),
        Stored(context.policyUsing()?.expr()), Stored(context.policyCheck()?.expr()), Span(context));

    private static DropPolicyStatement DropPolicy(FedSqlParser.DropPolicyStatementContext context) =>
        new(Name(context.colId()), ObjectName(context.qualifiedName()), context.EXISTS() is not null, Span(context));

    private TableSecurityAction SecurityAction(FedSqlParser.TableSecurityActionContext context)
    {
        var span = Span(context);
        switch (context)
        {
            case FedSqlParser.RowSecurityContext c:
                Require(c.Identifier().Symbol, "SECURITY");
                return new RowSecurityAction(c.ENABLE() is not null ? true : c.DISABLE() is not null ? false : null, c.FORCE() is null ? null : c.NO() is null, span);
            case FedSqlParser.SetMasksContext c:
                Require(c.Identifier().Symbol, "MASK");
                return new SetMasksAction(c.ALTER() is not null, [.. c.maskItem().Select(item => new MaskItem(Name(item.colId()), Stored(item.expr())!))], span);
            case FedSqlParser.DropMasksContext c:
                Require(c.Identifier().Symbol, "MASK");
                return new DropMasksAction([.. c.colId().Select(Name)], span);
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    private static PolicyCommand CommandOf(FedSqlParser.PolicyCommandContext? context) => context?.Start.Type switch
    {
        FedSqlLexer.SELECT => PolicyCommand.Select,
        FedSqlLexer.INSERT => PolicyCommand.Insert,
        FedSqlLexer.UPDATE => PolicyCommand.Update,
        FedSqlLexer.DELETE => PolicyCommand.Delete,
        _ => PolicyCommand.All,
    };

    private static EquatableArray<Identifier> Grantees(FedSqlParser.GranteeContext[] contexts) => Names(contexts.Select(grantee => grantee.roleName()));

    private StoredText? Stored(FedSqlParser.ExprContext? context) => context is null ? null : new StoredText(Expression(context), Source(context));
}
