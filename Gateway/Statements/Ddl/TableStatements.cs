using FederationGateway.Binder;
using FederationGateway.Binder.Expressions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.Plan;
using FederationGateway.PgWire.Contract;
using CheckConstraint = FederationGateway.Parser.Ast.CheckConstraint;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>CREATE TABLE.</summary>
internal static class TableStatements
{
    public static Prepared PrepareCreate(ParsedStatement parsed, CreateTableStatement create)
    {
        if (create.Temporary) throw GatewayException.Unsupported("a temporary table", create.Span);
        return new PreparedCommand(parsed, "CREATE TABLE", run =>
        {
            var snapshot = run.Session.Snapshot;
            var (schema, name) = DdlNames.Target(run.Session, snapshot, create.Name);
            run.Session.Rights.Require(snapshot.Schemas.FindExact(schema)!, Privilege.Create);
            if (DdlNames.SkipExisting(run, snapshot, schema, name, create.IfNotExists)) return ValueTask.CompletedTask;
            var binder = DefaultTexts.Binder(run.Session);
            List<NewColumn> columns = [.. create.Likes.SelectMany(like => ColumnsOf(run.Session, like)), .. create.Columns.Select(column => ColumnOf(column, binder))];
            List<NewKey> keys = [.. create.Columns.SelectMany(KeysOf), .. create.Constraints.Select(KeyOf)];
            return DdlRun.ChangeAsync(run, catalog => LocalTables.Create(catalog, schema, name, columns, keys, run.Session.User));
        });
    }

    /// <summary>What a column definition says, its default checked against its type.</summary>
    public static NewColumn ColumnOf(ColumnDefinition column, StatementBinder binder)
    {
        var serial = SerialType(column.Type);
        var type = serial ?? TypeNames.Resolve(column.Type);
        var (nullable, defaultText, identity) = (serial is null, (string?)null, IdentityKind.None);
        var sequence = serial is null ? null : new SequenceDefinition();
        foreach (var constraint in column.Constraints)
        {
            switch (constraint)
            {
                case NullabilityConstraint nullability: nullable = nullability.Nullable; break;
                case ColumnKeyConstraint { Primary: true }: nullable = false; break;
                case ColumnKeyConstraint: break;
                case DefaultConstraint @default:
                    defaultText = DefaultTexts.Of(binder.BindScalar(@default.Value, type), @default.Text);
                    break;
                case CollationConstraint: break;
                case ColumnCheckConstraint: throw GatewayException.Unsupported("a CHECK constraint", constraint.Span);
                case ColumnReferenceConstraint: throw GatewayException.Unsupported("a foreign key", constraint.Span);
                case GeneratedConstraint: throw GatewayException.Unsupported("a generated column", constraint.Span);
                case IdentityConstraint given:
                    if (type.Kind is not (SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8)) throw new GatewayException(SqlState.InvalidParameterValue, "identity column type must be smallint, integer, or bigint") { Position = constraint.Span.Start };
                    (nullable, sequence, identity) = (false, SequenceStatements.DefinitionOf(given.Options), given.Always ? IdentityKind.Always : IdentityKind.ByDefault);
                    break;
                default: throw GatewayException.Unsupported("this constraint", constraint.Span);
            }
        }

        if (sequence is not null && defaultText is not null) throw new GatewayException(SqlState.SyntaxError, $"{(identity == IdentityKind.None ? "multiple default values" : "both default and identity")} specified for column \"{column.Name.Text}\" of table") { Position = column.Span.Start };
        return new NewColumn(column.Name.Text, type, nullable, defaultText, Sequence: sequence, Identity: identity);
    }

    // PostgreSQL's names for an integer column with a sequence of its own.
    private static SqlType? SerialType(TypeName type) => type is not { Name: { Schema: null, Last.Quoted: false }, ArrayDimensions: 0 } ? null : type.Name.Last.Text switch
    {
        "serial" or "serial4" => SqlType.Int4,
        "bigserial" or "serial8" => SqlType.Int8,
        "smallserial" or "serial2" => SqlType.Int2,
        _ => null,
    };

    public static GatewayException NotATable(RelationEntry entry, ObjectName name) =>
        new(SqlState.WrongObjectType, $"\"{entry.Name}\" is not a table") { Position = name.Span.Start };

    private static IEnumerable<NewColumn> ColumnsOf(SessionState session, LikeTable like)
    {
        var source = DdlNames.Relation(session, session.Snapshot, like.Table);
        DdlNames.RequireUsage(session, source);
        session.Rights.Require(source, Privilege.Select);
        var withDefaults = like.Including.Any(option => option.Equals("defaults", StringComparison.OrdinalIgnoreCase) || option.Equals("all", StringComparison.OrdinalIgnoreCase));
        return source.Columns.Select(column => new NewColumn(column.Name, column.Type, column.IsNullable, withDefaults ? column.DefaultExpression : null));
    }

    public static IEnumerable<NewKey> KeysOf(ColumnDefinition column) =>
        column.Constraints.OfType<ColumnKeyConstraint>().Select(key => new NewKey(key.Primary, [column.Name.Text], key.Name?.Text));

    public static NewKey KeyOf(TableConstraint constraint) => constraint switch
    {
        KeyConstraint key => new NewKey(key.Primary, key.Columns.Select(column => column.Text).ToEquatableArray(), key.Name?.Text),
        CheckConstraint => throw GatewayException.Unsupported("a CHECK constraint", constraint.Span),
        ForeignKeyConstraint => throw GatewayException.Unsupported("a foreign key", constraint.Span),
        _ => throw GatewayException.Unsupported("this constraint", constraint.Span),
    };
}
