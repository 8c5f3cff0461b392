using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Access;

/// <summary>
/// Which relations a statement uses, and which of their columns. A column is used when an expression reads it, or when it comes out where it can be seen: what is left of
/// a plan without it would be another answer. What a view reads is noted on behalf of its owner; the statement itself uses the view.
/// </summary>
internal sealed class AccessNotes
{
    private readonly List<AccessNote> _notes = [];
    private readonly Dictionary<ColumnId, (AccessNote Note, int Ordinal)> _columns = [];

    // What views and policies read has been noted when they were bound.
    private readonly HashSet<PlanNode> _views = new(ReferenceEqualityComparer.Instance);

    // What finds the rows to change again: nobody is shown it.
    private readonly HashSet<Expression> _keys = new(ReferenceEqualityComparer.Instance);

    /// <summary>The owner of the view whose query is being bound.</summary>
    public string? ViewOwner { get; set; }

    public IEnumerable<TableAccess> All => _notes.Select(note => note.ToAccess()).OfType<TableAccess>().Distinct();

    /// <summary>A relation in FROM.</summary>
    public void Read(RelationEntry relation, PlanNode scan, bool isNeeded = true)
    {
        if (relation is SystemViewEntry) return;
        var note = new AccessNote(Access(relation, TableAction.Select, []), isNeeded);
        _notes.Add(note);
        if (scan is ScanNode { Columns: var columns })
            foreach (var column in columns) _columns[column.Column.Id] = (note, column.Ordinal);
        else Hide(scan, note);
    }

    /// <summary>A view in FROM, its query bound.</summary>
    public void ReadView(ViewEntry view, PlanNode query)
    {
        var note = new AccessNote(Access(view, TableAction.Select, []), isNeeded: true);
        _notes.Add(note);
        Hide(query, note);
    }

    /// <summary>The table a statement writes to.</summary>
    public void Write(RelationEntry table, TableAction action, IEnumerable<int> ordinals) =>
        _notes.Add(new AccessNote(Access(table, action, ordinals.ToEquatableArray()), isNeeded: true));

    /// <summary>The row that is written, as RETURNING and ON CONFLICT may read it.</summary>
    public AccessNote ReadRow(RelationEntry table, EquatableArray<OutputColumn> row)
    {
        var read = new AccessNote(Access(table, TableAction.Select, []), isNeeded: false);
        _notes.Add(read);
        for (var i = 0; i < row.Count; i++) _columns[row[i].Id] = (read, i);
        return read;
    }

    /// <summary>Notes what a plan uses: the columns of its expressions, of what comes out of it, and of what its parts compare or hand on as a whole.</summary>
    public void Use(PlanNode plan)
    {
        foreach (var column in plan.Output) Use(column.Id);
        UseBelow(plan);
    }

    /// <summary>As <see cref="Use(PlanNode)"/>, for the rows of UPDATE and DELETE, which come out for nobody to see.</summary>
    public void UseToChange(PlanNode source) => UseBelow(source);

    /// <summary>A reference that tells the rows to change apart; it takes no right to read.</summary>
    public Expression ToFindAgain(Expression key)
    {
        _keys.Add(key);
        return key;
    }

    /// <summary>A condition of the table's owner over rows of the statement: what it reads, the user does not.</summary>
    public void IsOwners(Expression condition)
    {
        foreach (var part in condition.SelfAndDescendants()) _keys.Add(part);
    }

    /// <summary>What a table's owner has put below a node is not the statement's own.</summary>
    public void HideBelow(PlanNode plan) => _views.Add(plan);

    public void Use(Expression expression)
    {
        foreach (var part in expression.SelfAndDescendants())
        {
            if (_keys.Contains(part)) continue;
            if (part is ColumnExpression column) Use(column.Id);
            if (ExpressionWalk.SubqueriesOf(part) is { } query) Use(query);
        }
    }

    private void UseBelow(PlanNode plan)
    {
        var open = new Stack<PlanNode>([plan]);
        while (open.TryPop(out var node))
        {
            if (_views.Contains(node)) continue;
            foreach (var expression in node.Expressions()) Use(expression);
            foreach (var input in node.Inputs)
            {
                if (node is SetOperationNode or WithNode or DistinctNode)
                    foreach (var column in input.Output) Use(column.Id);
                open.Push(input);
            }
        }
    }

    private void Use(ColumnId id)
    {
        if (_columns.TryGetValue(id, out var column) && column.Ordinal >= 0) column.Note.Use(column.Ordinal);
    }

    // What is below is not the statement's own: a view's query, a table's policies and masks.
    private void Hide(PlanNode plan, AccessNote note)
    {
        _views.Add(plan);
        var output = plan.Output;
        for (var i = 0; i < output.Count; i++) _columns[output[i].Id] = (note, i);
    }

    private TableAccess Access(RelationEntry relation, TableAction action, EquatableArray<int> columns) => new(relation.Oid, action, columns)
    {
        Source = relation is VirtualTableEntry { Oid: 0 } linked ? linked.Source : null,
        OnBehalfOf = ViewOwner,
        IsNamed = ViewOwner is null && relation.Oid != 0,
    };
}
