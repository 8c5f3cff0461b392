using FederationGateway.Binder.Expressions;

namespace FederationGateway.Binder.Queries;

/// <summary>Gives a bound query's columns the types the place around it asks for.</summary>
internal static class OutputTypes
{
    /// <summary>
    /// The query with its untyped literals and parameters typed where they stand. <paramref name="coerce"/> is asked for the columns whose type is unknown.
    /// </summary>
    public static PlanNode ResolveUnknown(PlanNode plan, Func<int, Expression, Expression> coerce)
    {
        var output = plan.Output;
        for (var i = 0; i < output.Count; i++)
        {
            if (output[i].Type.Kind != SqlTypeKind.Unknown) continue;
            var index = i;
            plan = Retype(plan, output[i].Id, value => coerce(index, value));
        }

        return plan;
    }

    /// <summary>The query with a projection that casts on top, or in the projection that is there; columns that have their types already keep their ids.</summary>
    public static PlanNode Cast(PlanNode plan, StatementState state, Func<int, Expression, Expression> coerce)
    {
        var project = plan as ProjectNode;
        var output = plan.Output;
        var items = new ProjectItem[output.Count];
        var changed = false;
        for (var i = 0; i < items.Length; i++)
        {
            var value = project?.Items[i].Expression ?? output[i].ToExpression();
            var coerced = coerce(i, value);
            var isSame = ReferenceEquals(coerced, value);
            changed |= !isSame;
            items[i] = isSame ? new ProjectItem(output[i], value) : new ProjectItem(state.NewColumn(output[i].Name, coerced.Type, Nullability.CanBeNull(coerced)), coerced);
        }

        return changed ? new ProjectNode(project?.Input ?? plan, items.ToEquatableArray()) : plan;
    }

    // Only nodes that pass rows through can lie between the query's output and the list its literals stand in.
    private static PlanNode Retype(PlanNode plan, ColumnId id, Func<Expression, Expression> coerce) => plan switch
    {
        ProjectNode project when project.Items.FirstOrDefault(item => item.Column.Id == id) is { IsPassThrough: false } item =>
            project with { Items = project.Items.Select(other => other == item ? Retype(item, coerce) : other).ToEquatableArray() },
        ProjectNode project => RetypePassed(project, id, coerce),
        ValuesNode values => Retype(values, id, coerce),
        SortNode or LimitNode or DistinctNode or FilterNode => plan.WithInputs([Retype(plan.Inputs[0], id, coerce)]),
        WithNode with => with with { Body = Retype(with.Body, id, coerce) },
        _ => plan,
    };

    private static ProjectItem Retype(ProjectItem item, Func<Expression, Expression> coerce)
    {
        var value = coerce(item.Expression);
        return new ProjectItem(item.Column with { Type = value.Type, IsNullable = Nullability.CanBeNull(value) }, value);
    }

    private static ProjectNode RetypePassed(ProjectNode project, ColumnId id, Func<Expression, Expression> coerce)
    {
        var input = Retype(project.Input, id, coerce);
        var column = input.Output.First(output => output.Id == id);
        return new ProjectNode(input, project.Items.Select(item => item.Column.Id == id ? ProjectItem.Pass(column) : item).ToEquatableArray());
    }

    private static ValuesNode Retype(ValuesNode values, ColumnId id, Func<Expression, Expression> coerce)
    {
        var index = values.Columns.TakeWhile(column => column.Id != id).Count();
        var rows = values.Rows.Select(row => row.Select((cell, i) => i == index ? coerce(cell) : cell).ToEquatableArray()).ToEquatableArray();
        var columns = values.Columns.Select((column, i) => i == index ? column with { Type = rows[0][i].Type } : column).ToEquatableArray();
        return new ValuesNode(columns, rows);
    }
}
