using FederationGateway.Common;

namespace FederationGateway.Catalog;

/// <summary>CREATE PROCEDURE: statements under a name. What names in them mean is found anew each time it is called, along the search path of who made it.</summary>
/// <param name="Body">The text of its statements.</param>
public sealed record ProcedureEntry(long Oid, string Schema, string Name, string Owner, EquatableArray<ProcedureParameter> Parameters, string Body)
{
    public EquatableArray<string> SearchPath { get; init; }

    /// <summary>SECURITY INVOKER: it runs with the rights of whoever calls it. Otherwise with its owner's.</summary>
    public bool IsInvoker { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public DateTime CreateTime { get; init; }

    /// <summary>True for statements that are a task's or a subscription's own: nobody else finds them.</summary>
    public bool IsAnonymous => Oid == 0;

    public string QualifiedName => $"{Schema}.{Name}";

    /// <summary>The parameters that are values, in order: <c>$1</c>, <c>$2</c> …</summary>
    public IEnumerable<ProcedureParameter> Values => Parameters.Where(parameter => !parameter.IsTable);

    /// <summary>The one that is a table; null without one. Only remote subscriptions give rows.</summary>
    public ProcedureParameter? Table => Parameters.FirstOrDefault(parameter => parameter.IsTable);
}

/// <param name="Type">Null for a table.</param>
public sealed record ProcedureParameter(string Name, SqlType? Type)
{
    /// <summary>The columns of a table.</summary>
    public EquatableArray<ProcedureColumn> Columns { get; init; }

    public bool IsTable => Type is null;
}

public sealed record ProcedureColumn(string Name, SqlType Type);
