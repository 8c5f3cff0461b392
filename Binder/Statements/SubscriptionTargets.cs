using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Scopes;
using FederationGateway.Catalog;

namespace FederationGateway.Binder.Statements;

/// <summary>The table a subscription writes to, and its columns that tell of changes.</summary>
internal static class SubscriptionTargets
{
    /// <summary>How many letters the text of a moment has.</summary>
    private const int MomentLength = 27;

    public static LocalTableEntry Find(Ast.SubscriptionTargetClause clause, SubscribedRows rows, Scope scope)
    {
        if (clause.Body is { } body) return ChangeSets.TableOf("", clause.Name.Last.Text, ChangesOf(rows, body), caller: 0);
        if (clause.Kind != Ast.SubscriptionTargetKind.Table) return ChangesOf(clause, scope);
        var name = clause.Name;
        return scope.Catalog.Require(name) switch
        {
            LocalTableEntry { IsTemporary: true } => throw GatewayException.Unsupported("a temporary table as the target of a remote subscription", name.Span),
            LocalTableEntry table => table,
            _ => throw new GatewayException(SqlState.WrongObjectType, $"\"{name.Last.Text}\" is not a local table")
            {
                Position = name.Span.Start,
                Hint = "The target of a remote subscription is a table of the gateway's own: CREATE TABLE makes one.",
            },
        };
    }

    /// <summary>The table that statements read when they have no procedure's parameter for it.</summary>
    public static ProcedureParameter ChangesOf(SubscribedRows rows, Ast.BodyClause body)
    {
        var changes = ChangeSets.Parameter(rows.Output.Select(column => new ProcedureColumn(column.Name, column.Type.Kind == SqlTypeKind.Unknown ? SqlType.Text : column.Type)));
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in changes.Columns)
        {
            if (seen.Add(column.Name)) continue;
            throw new GatewayException(SqlState.DuplicateColumn, $"column \"{column.Name}\" of the changes is there twice")
            {
                Position = body.Span.Start,
                Hint = "The statements read the subscription's columns by their names, behind change_type, change_time and change_sequence: give them other names by AS.",
            };
        }

        return changes;
    }

    // What a procedure reads: its first columns say what a change is.
    private static LocalTableEntry ChangesOf(Ast.SubscriptionTargetClause clause, Scope scope)
    {
        var procedure = clause.Kind == Ast.SubscriptionTargetKind.Procedure
            ? scope.Catalog.FindProcedure(clause.Name) ?? throw new GatewayException(SqlState.UndefinedFunction, $"procedure {clause.Name} does not exist") { Position = clause.Name.Span.Start }
            : ProcedureOf(scope.Catalog.FindTask(clause.Name) ?? throw new GatewayException(SqlState.UndefinedObject, $"task \"{clause.Name}\" does not exist") { Position = clause.Name.Span.Start }, clause, scope);
        var table = StoredText.At(clause.Name.Span.Start, () => ChangeSets.TableOf(procedure, caller: 0));
        for (var i = 0; i < ChangeSets.LeadingColumns; i++)
        {
            var kind = (Ast.ChangeColumnKind)i;
            if (i < table.Columns.Count && Fits(kind, table.Columns[i].Type)) continue;
            throw new GatewayException(SqlState.InvalidObjectDefinition, $"column {i + 1} of parameter \"{procedure.Table!.Name}\" of procedure \"{procedure.Name}\" has to take the {Word(kind).ToLowerInvariant()} of changes")
            {
                Position = clause.Name.Span.Start,
                Hint = "Such a table begins with change_type CHAR(1), change_time TIMESTAMP, change_sequence BIGINT; the subscription's columns come after them.",
            };
        }

        return table;
    }

    private static ProcedureEntry ProcedureOf(TaskEntry task, Ast.SubscriptionTargetClause clause, Scope scope) =>
        ChangeSets.ProcedureOf(scope.Catalog.Snapshot, task) ?? throw new GatewayException(SqlState.WrongObjectType, $"task \"{task.Name}\" takes no changes")
        {
            Position = clause.Name.Span.Start,
            Hint = "CREATE TASK … PROCEDURE makes one that does, of a procedure with a table parameter.",
        };

    /// <summary>The ordinals of the columns for the type, the time and the sequence of changes, as far as they are given.</summary>
    public static List<int> ChangeColumns(Ast.SubscriptionTargetClause clause, LocalTableEntry target)
    {
        if (clause.Kind != Ast.SubscriptionTargetKind.Table) return [.. Enumerable.Range(0, ChangeSets.LeadingColumns)];
        var found = new List<int>();
        foreach (var given in clause.ChangeColumns)
        {
            if (clause.ChangeColumns.First(other => other.Kind == given.Kind) != given)
                throw new GatewayException(SqlState.SyntaxError, $"CHANGE {Word(given.Kind)} COLUMN is given twice") { Position = given.Span.Start };
            var ordinal = new TargetTable(target, target.Handle, [target.Schema, target.Name], IsAliased: false).OrdinalOf(given.Column);
            if (found.Contains(ordinal)) throw new GatewayException(SqlState.DuplicateColumn, $"column \"{given.Column.Text}\" specified more than once") { Position = given.Column.Span.Start };
            if (!Fits(given.Kind, target.Columns[ordinal].Type))
            {
                throw new GatewayException(SqlState.DatatypeMismatch, $"column \"{target.Columns[ordinal].Name}\" of type {TypeCoercion.NameOf(target.Columns[ordinal].Type)} cannot be the {Word(given.Kind)} COLUMN of changes")
                {
                    Position = given.Column.Span.Start,
                    Hint = given.Kind switch
                    {
                        Ast.ChangeColumnKind.Type => "It takes text: one letter.",
                        Ast.ChangeColumnKind.Time => $"It takes timestamp, timestamptz, or text of at least {MomentLength} characters.",
                        _ => "It takes int4 or int8.",
                    },
                };
            }

            found.Add(ordinal);
        }

        return found;
    }

    /// <summary>What a load behavior asks of the target's columns and keys.</summary>
    public static void Check(Ast.SubscriptionTargetClause clause, LocalTableEntry target, BoundSubscription bound)
    {
        if (clause.Kind == Ast.SubscriptionTargetKind.Task && bound.Keys.IsEmpty)
        {
            throw new GatewayException(SqlState.InvalidObjectDefinition, $"TARGET TASK takes a key, and the subscription has none of virtual table \"{bound.Table.Name}\"")
            {
                Position = clause.Name.Span.Start,
                Hint = "Subscribe to all columns of the source table's primary key as they are; TARGET PROCEDURE needs none.",
            };
        }

        if (clause.Kind != Ast.SubscriptionTargetKind.Table) return;
        Ast.ChangeColumnClause? Given(Ast.ChangeColumnKind kind) => clause.ChangeColumns.FirstOrDefault(column => column.Kind == kind);
        if (clause.Load == Ast.LoadBehavior.Normal && clause.ChangeColumns is [var change, ..])
            throw new GatewayException(SqlState.InvalidObjectDefinition, "columns for changes go with UPSERT or INSERT only") { Position = change.Span.Start, Hint = "Without them the target has the source's rows, and deleted ones are gone." };
        if (clause.Load != Ast.LoadBehavior.Insert && Given(Ast.ChangeColumnKind.Sequence) is { } sequence)
            throw new GatewayException(SqlState.InvalidObjectDefinition, "CHANGE SEQUENCE COLUMN goes with INSERT only") { Position = sequence.Span.Start, Hint = "Only INSERT keeps several changes of a row." };
        if (clause.Load == Ast.LoadBehavior.Upsert && Given(Ast.ChangeColumnKind.Type) is null)
            throw new GatewayException(SqlState.InvalidObjectDefinition, "UPSERT takes a CHANGE TYPE COLUMN") { Position = clause.Span.Start, Hint = "It tells deleted rows from the others." };
        if (clause.Load == Ast.LoadBehavior.Upsert && bound.Keys.IsEmpty)
        {
            throw new GatewayException(SqlState.InvalidObjectDefinition, $"UPSERT takes a key, and the subscription has none of virtual table \"{bound.Table.Name}\"")
            {
                Position = clause.Span.Start,
                Hint = "Subscribe to all columns of the source table's primary key as they are; INSERT needs none.",
            };
        }

        if (clause.Load != Ast.LoadBehavior.Insert) return;
        if (target.Handle.Keys.FirstOrDefault(key => key.Ordinals.All(bound.TargetOrdinals.Contains)) is not { } unique) return;
        throw new GatewayException(SqlState.InvalidObjectDefinition, $"INSERT writes a row for each change, which the key {unique.Name} of table \"{target.Name}\" would refuse")
        {
            Position = clause.Name!.Span.Start,
            Hint = "Drop the key, or let it include the columns for the time and the sequence of changes.",
        };
    }

    private static bool Fits(Ast.ChangeColumnKind kind, SqlType type) => kind switch
    {
        Ast.ChangeColumnKind.Type => type.IsString,
        Ast.ChangeColumnKind.Time => type.Kind is SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz || (type.IsString && (type.Length == 0 || type.Length >= MomentLength)),
        _ => type.Kind is SqlTypeKind.Int4 or SqlTypeKind.Int8,
    };

    private static string Word(Ast.ChangeColumnKind kind) => kind.ToString().ToUpperInvariant();
}
