using FederationGateway.Adapters.Abstractions;
using FederationGateway.Binder;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Gateway.Statements.Accounts;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>ALTER TABLE, ALTER VIEW: renaming and moving for all, columns for local tables.</summary>
internal static class AlterTableStatements
{
    public static Prepared Prepare(ParsedStatement parsed, AlterTableStatement alter) =>
        new PreparedCommand(parsed, alter.Kind == ObjectKind.View ? "ALTER VIEW" : "ALTER TABLE", async run =>
        {
            if (alter.IfExists && DdlNames.FindRelation(run.Session, run.Session.Snapshot, alter.Name) is null)
            {
                run.Session.Notice($"relation \"{alter.Name.Last.Text}\" does not exist, skipping", "00000");
                return;
            }

            var masks = new Dictionary<AlterTableAction, EquatableArray<ColumnMask>>(ReferenceEqualityComparer.Instance);
            foreach (var change in alter.Actions.OfType<ChangeSecurityAction>()) masks[change] = await PolicyStatements.BindMasksAsync(run, alter.Name, change.Action);
            await DdlRun.ChangeAsync(run, catalog =>
            {
                var relation = DdlNames.OwnRelation(run.Session, catalog.Snapshot, alter.Name);
                foreach (var action in alter.Actions)
                {
                    if (action is ChangeSecurityAction change) PolicyStatements.Apply(catalog, relation, change.Action, masks[action]);
                    else Apply(run, catalog, relation, action);
                    relation = catalog.Snapshot.RelationsByOid[relation.Oid];
                }
            });
        });

    private static void Apply(StatementRun run, CatalogTransaction catalog, RelationEntry relation, AlterTableAction action)
    {
        switch (action)
        {
            case RenameTableAction rename:
                RequireCreate(run, catalog, relation.Schema);
                TableAlterations.Rename(catalog, relation, relation.Schema, rename.NewName.Text);
                break;
            case SetSchemaAction move:
                RequireCreate(run, catalog, move.Schema.Text);
                TableAlterations.Rename(catalog, relation, move.Schema.Text, relation.Name);
                break;
            case AddColumnAction add: Add(run, catalog, Local(relation), add); break;
            case DropColumnAction { IfExists: true } drop when relation.Columns.All(column => column.Name != drop.Column.Text):
                catalog.Notices.Add($"column \"{drop.Column.Text}\" of relation \"{relation.Name}\" does not exist, skipping");
                break;
            case DropColumnAction drop: TableAlterations.DropColumn(catalog, Local(relation), drop.Column.Text, drop.Behavior == DropBehavior.Cascade, run.CancellationToken); break;
            case RenameColumnAction rename: TableAlterations.RenameColumn(catalog, Local(relation), rename.Column.Text, rename.NewName.Text); break;
            case AlterColumnDefaultAction @default: SetDefault(run, catalog, Local(relation), @default); break;
            case AlterColumnNullabilityAction nullability: TableAlterations.SetNullability(catalog, Local(relation), nullability.Column.Text, nullability.Nullable, run.CancellationToken); break;
            case AddIdentityAction add:
                IdentityAlterations.AddIdentity(
                    catalog, Local(relation), add.Column.Text, add.Always ? IdentityKind.Always : IdentityKind.ByDefault, SequenceStatements.DefinitionOf(add.Options),
                    add.Options.FirstOrDefault(option => option.Name == "sequence name")?.Target?.Last.Text, run.Session.User);
                break;
            case DropIdentityAction drop: IdentityAlterations.DropIdentity(catalog, Local(relation), drop.Column.Text, drop.IfExists); break;
            case AddConstraintAction add: KeyAlterations.AddKey(catalog, Local(relation), TableStatements.KeyOf(add.Constraint), run.CancellationToken); break;
            case DropConstraintAction drop: DropConstraint(run, catalog, Local(relation), drop); break;
            case ChangeOwnerAction change: OwnershipStatements.Change(run.Session, catalog, relation, change.NewOwner); break;
            case UnsupportedAlterAction unsupported: throw GatewayException.Unsupported(unsupported.Construct, action.Span);
            case AlterColumnTypeAction: throw GatewayException.Unsupported("ALTER COLUMN TYPE", action.Span);
            default: throw GatewayException.Unsupported("this ALTER TABLE action", action.Span);
        }
    }

    private static void RequireCreate(StatementRun run, CatalogTransaction catalog, string schema)
    {
        if (catalog.Snapshot.FindSchema(schema) is { } target) run.Session.Rights.Require(target, Privilege.Create);
    }

    private static void Add(StatementRun run, CatalogTransaction catalog, LocalTableEntry table, AddColumnAction add)
    {
        if (add.IfNotExists && table.Columns.Any(column => column.Name == add.Column.Name.Text))
        {
            catalog.Notices.Add($"column \"{add.Column.Name.Text}\" of relation \"{table.Name}\" already exists, skipping");
            return;
        }

        var binder = DefaultTexts.Binder(run.Session);
        var column = TableStatements.ColumnOf(add.Column, binder);
        if (column.Sequence is not null)
        {
            var (numbered, sequence, last) = IdentityAlterations.AddColumn(catalog, table, column, run.Session.User, run.CancellationToken);
            if (last is { } used) run.Session.Core.Store.Sequences.Set(sequence, used, isCalled: true);
            catalog.IsFirstWork = false;
            foreach (var key in TableStatements.KeysOf(add.Column)) numbered = KeyAlterations.AddKey(catalog, numbered, key, run.CancellationToken);
            return;
        }

        var value = add.Column.Constraints.OfType<DefaultConstraint>().FirstOrDefault()?.Value;
        var after = TableAlterations.AddColumn(catalog, table, column, value is null ? null : FillingOf(run, binder.BindScalar(value, column.Type)), run.CancellationToken);
        catalog.IsFirstWork = false;
        foreach (var key in TableStatements.KeysOf(add.Column)) after = KeyAlterations.AddKey(catalog, after, key, run.CancellationToken);
    }

    private static void DropConstraint(StatementRun run, CatalogTransaction catalog, LocalTableEntry table, DropConstraintAction drop)
    {
        var number = table.Handle.Keys.ToList().FindIndex(key => key.Name == drop.Name.Text && !key.IsIndexOnly);
        if (number >= 0) KeyAlterations.DropKey(catalog, table, number, run.CancellationToken);
        else if (drop.IfExists) catalog.Notices.Add($"constraint \"{drop.Name.Text}\" of relation \"{table.Name}\" does not exist, skipping");
        else throw new GatewayException(SqlState.UndefinedObject, $"constraint \"{drop.Name.Text}\" of relation \"{table.Name}\" does not exist") { Position = drop.Name.Span.Start };
    }

    /// <summary>What changes from row to row is left to the engine, once a row; the rest is one value, and its failure is the statement's also when there is no row.</summary>
    private static ColumnFilling? FillingOf(StatementRun run, Expression value)
    {
        var isVolatile = value.SelfAndDescendants().Any(part => part is CallExpression { Function.Volatility: Volatility.Volatile });
        var known = isVolatile ? run.Session.Functions.FoldStable(value) : run.Session.Functions.EvaluateArgument(value);
        switch (known)
        {
            case ConstantExpression { Value: null }: return null;
            case ConstantExpression { Value: string text }: return new ColumnFilling($"'{text.Replace("'", "''", StringComparison.Ordinal)}'", IsLiteral: true);
        }

        var written = new SqlText(run.Session.Functions.Dialect, _ => null).Append(known);
        if (written.Refusal is { } refusal) throw new GatewayException(SqlState.FeatureNotSupported, refusal.Message) { Hint = refusal.Hint };
        return new ColumnFilling(written.ToString(), IsLiteral: known is ConstantExpression { Value: bool } or ConstantExpression { Value: int and > int.MinValue, Type.Kind: SqlTypeKind.Int4 });
    }

    private static void SetDefault(StatementRun run, CatalogTransaction catalog, LocalTableEntry table, AlterColumnDefaultAction action)
    {
        var column = table.Columns.FirstOrDefault(candidate => candidate.Name == action.Column.Text);
        var text = column is not null && action.Value is not null ? DefaultTexts.Of(DefaultTexts.Binder(run.Session).BindScalar(action.Value, column.Type), action.Text!) : action.Text;
        TableAlterations.SetDefault(catalog, table, action.Column.Text, text);
    }

    private static LocalTableEntry Local(RelationEntry relation) => relation as LocalTableEntry
        ?? throw new GatewayException(SqlState.WrongObjectType, $"\"{relation.Name}\" is not a local table")
        {
            Hint = relation is VirtualTableEntry ? "Use ALTER VIRTUAL TABLE." : null,
        };
}
