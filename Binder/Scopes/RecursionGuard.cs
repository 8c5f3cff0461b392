namespace FederationGateway.Binder.Scopes;

/// <summary>Marks a stretch of binding in which a recursive common table must not refer to itself.</summary>
internal readonly struct RecursionGuard : IDisposable
{
    private readonly (RecursionState State, string? Before)[] _changed;

    private RecursionGuard((RecursionState, string?)[] changed) => _changed = changed;

    /// <summary>Until disposed, a recursive reference is 42P19 <c>… must not appear <paramref name="where"/></c>.</summary>
    public static RecursionGuard Forbid(Scope scope, bool applies, string where)
    {
        if (!applies) return default;
        var changed = new List<(RecursionState, string?)>();
        for (var table = scope.CommonTables; table is not null; table = table.Next)
        {
            if (table.Recursion is not { } recursion) continue;
            changed.Add((recursion, recursion.Forbidden));
            recursion.Forbidden ??= $"recursive reference to query \"{table.Name}\" must not appear {where}";
        }

        return new RecursionGuard([.. changed]);
    }

    public void Dispose()
    {
        foreach (var (state, before) in _changed ?? []) state.Forbidden = before;
    }
}
