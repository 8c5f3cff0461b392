using FederationGateway.Binder.Hana;

namespace FederationGateway.Binder.Scopes;

/// <summary>
/// Finds what a column name means. Spelled exactly wins at each level; then a single column that differs only in case (objects imported from sources that
/// fold to upper case are written without quotes).
/// </summary>
internal static class NameResolver
{
    // "source"."schema"."table"."column"
    private const int MaxParts = 4;

    /// <summary>The column, or the whole row when the name is a relation's. 42703, 42702, 42P01 otherwise.</summary>
    public static Expression Resolve(Ast.ColumnReference reference, Scope scope)
    {
        var parts = reference.Name.Parts;
        if (parts.Count > MaxParts) throw new GatewayException(SqlState.SyntaxError, $"improper qualified name (too many dotted names): {reference.Name}") { Position = reference.Span.Start };
        if (parts.Count > 1) return Qualified(reference, scope);
        var name = parts[0];
        if (FindBare(name, scope) is { } column) return Place(column.Value, reference.Span, scope);
        if (FindRelation(parts, scope) is { } relation) return WholeRow(relation, reference.Span, scope);
        if (FindParameter(name, scope) is { } parameter) return parameter;
        if (!name.Quoted && HanaRegisters.IsRegister(name.Text)) return HanaRegisters.Bind(name, scope);
        throw UndefinedColumn(name, reference.Span, scope);
    }

    /// <summary>A bare name among the columns of the innermost level alone, or null: GROUP BY prefers these to output names.</summary>
    public static ScopeColumn? FindOwn(Ast.Identifier name, Scope scope) => FindAt(name, scope);

    /// <summary>The relation a qualifier names, from the innermost level outwards, or null.</summary>
    public static ScopeRelation? FindRelation(EquatableArray<Ast.Identifier> qualifier, Scope scope)
    {
        if (qualifier.Count == 3 && qualifier[0].Text == scope.State.Context.Database) qualifier = [qualifier[1], qualifier[2]];
        foreach (var level in scope.SelfAndOuter())
        {
            foreach (var comparison in new[] { StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase })
            {
                var found = level.Relations.Where(relation => relation.IsCalled(qualifier, comparison)).ToList();
                if (found.Count == 1) return found[0];
                if (found.Count > 1) throw new GatewayException(SqlState.AmbiguousAlias, $"table reference \"{Join(qualifier)}\" is ambiguous") { Position = qualifier[0].Span.Start };
            }
        }

        return null;
    }

    /// <summary>The relation a qualifier names; 42P01 when there is none.</summary>
    public static ScopeRelation RequireRelation(EquatableArray<Ast.Identifier> qualifier, Scope scope, TextSpan span) =>
        FindRelation(qualifier, scope) ?? throw MissingRelation(qualifier, scope, span);

    /// <summary>A fresh reference to the value, so that messages can tell where it was written.</summary>
    public static Expression Place(Expression value, TextSpan span, Scope scope)
    {
        if (value is not ColumnExpression column) return value;
        var reference = column with { };
        scope.State.Positions[reference] = span;
        return reference;
    }

    /// <summary><c>:name</c>; 42703 when the procedure has no such value.</summary>
    public static Expression Parameter(Ast.NamedParameterReference reference, Scope scope) =>
        FindParameter(reference.Name, scope) ?? throw new GatewayException(SqlState.UndefinedColumn, $"parameter \"{reference.Name}\" does not exist") { Position = reference.Span.Start };

    // Views and policies are not the procedure's text.
    private static ParameterExpression? FindParameter(Ast.Identifier name, Scope scope) =>
        scope.State.Views.IsEmpty && scope.State.Context.Named?.Find(name.Text) is { } number ? scope.State.Parameters.Refer(number) : null;

    private static Expression Qualified(Ast.ColumnReference reference, Scope scope)
    {
        var parts = reference.Name.Parts;
        EquatableArray<Ast.Identifier> qualifier = [.. parts.AsSpan()[..^1]];
        var name = parts[parts.Count - 1];
        if (parts.Count == 2 && parts[0].Text == scope.State.Context.Named?.Procedure && FindRelation(qualifier, scope) is null && FindParameter(name, scope) is { } parameter) return parameter;
        var relation = RequireRelation(qualifier, scope, reference.Span);
        var column = Pick(relation.Columns, name, reference.Span) ?? SystemColumns.Find([relation], name, reference.Span) ??
            throw new GatewayException(SqlState.UndefinedColumn, $"column {Join(qualifier)}.{name} does not exist") { Position = reference.Span.Start };
        return Place(column.Value, reference.Span, scope);
    }

    private static ScopeColumn? FindBare(Ast.Identifier name, Scope scope)
    {
        foreach (var level in scope.SelfAndOuter())
            if ((FindAt(name, level) ?? SystemColumns.Find(level.Relations, name, name.Span)) is { } column) return column;
        return null;
    }

    private static ScopeColumn? FindAt(Ast.Identifier name, Scope level) =>
        Pick(level.Relations.Where(relation => relation.ShowsColumns).SelectMany(relation => relation.Columns), name, name.Span);

    private static ScopeColumn? Pick(IEnumerable<ScopeColumn> columns, Ast.Identifier name, TextSpan span)
    {
        ScopeColumn? exact = null, loose = null;
        int exactCount = 0, looseCount = 0;
        foreach (var column in columns)
        {
            if (!string.Equals(column.Name, name.Text, StringComparison.OrdinalIgnoreCase)) continue;
            (loose, looseCount) = (column, looseCount + 1);
            if (string.Equals(column.Name, name.Text, StringComparison.Ordinal)) (exact, exactCount) = (column, exactCount + 1);
        }

        if (exactCount > 1 || (exactCount == 0 && looseCount > 1))
            throw new GatewayException(SqlState.AmbiguousColumn, $"column reference \"{name}\" is ambiguous") { Position = span.Start };
        return exact ?? loose;
    }

    /// <summary>All columns of an item of FROM as one value.</summary>
    public static RowExpression WholeRow(ScopeRelation relation, TextSpan span, Scope scope) =>
        new(relation.Columns.Select(column => Place(column.Value, span, scope)).ToEquatableArray(), IsWhole: true)
        {
            Names = relation.Columns.Select(column => column.Name).ToEquatableArray(),
            IsOptional = relation.IsOptional,
        };

    private static GatewayException UndefinedColumn(Ast.Identifier name, TextSpan span, Scope scope)
    {
        var hidden = scope.SelfAndOuter().SelectMany(level => level.HiddenRelations)
            .FirstOrDefault(relation => relation.ShowsColumns && relation.Columns.Any(column => column.Name == name.Text));
        return new GatewayException(SqlState.UndefinedColumn, $"column \"{name}\" does not exist")
        {
            Position = span.Start,
            Detail = hidden is null ? null : $"There is a column named \"{name}\" in table \"{hidden.Name}\", but it cannot be referenced from this part of the query.",
        };
    }

    private static GatewayException MissingRelation(EquatableArray<Ast.Identifier> qualifier, Scope scope, TextSpan span)
    {
        var name = Join(qualifier);
        foreach (var level in scope.SelfAndOuter())
        {
            if (level.HiddenRelations.Any(relation => relation.IsCalled(qualifier, StringComparison.Ordinal)))
            {
                return new GatewayException(level.HiddenBecause is null ? SqlState.UndefinedTable : SqlState.InvalidColumnReference, $"invalid reference to FROM-clause entry for table \"{name}\"")
                {
                    Position = span.Start,
                    Detail = level.HiddenBecause ?? $"There is an entry for table \"{name}\", but it cannot be referenced from this part of the query.",
                };
            }

            if (level.Relations.FirstOrDefault(relation => relation.IsAliased && relation.Table?.DisplayName.Split('.')[^1] == name) is { } aliased)
            {
                return new GatewayException(SqlState.UndefinedTable, $"invalid reference to FROM-clause entry for table \"{name}\"")
                {
                    Position = span.Start,
                    Hint = $"Perhaps you meant to reference the table alias \"{aliased.Name}\".",
                };
            }
        }

        return new GatewayException(SqlState.UndefinedTable, $"missing FROM-clause entry for table \"{name}\"") { Position = span.Start };
    }

    private static string Join(EquatableArray<Ast.Identifier> parts) => string.Join('.', parts);
}
