using FederationGateway.Adapters.Abstractions;
using FederationGateway.Binder;
using FederationGateway.Binder.Statements;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Federation;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Tasks;

/// <summary>How PARTITION BY cuts one table.</summary>
internal sealed class TablePartitions
{
    private readonly SessionState _session;
    private readonly BoundPartitions _bound;
    private readonly EquatableArray<EquatableArray<ConstantExpression>> _values;

    private TablePartitions(SessionState session, BoundPartitions bound, EquatableArray<EquatableArray<ConstantExpression>> values) => (_session, _bound, _values) = (session, bound, values);

    /// <exception cref="GatewayException">What is wrong with it for this table, at its place in the clause.</exception>
    public static TablePartitions Of(SessionState session, PartitionClause clause, VirtualTableEntry table)
    {
        var bound = new StatementBinder(session.BindingContext([])).BindPartitions(clause, table);
        return new TablePartitions(session, bound, PartitionValues.Of(session, bound));
    }

    /// <summary>A stored clause.</summary>
    public static TablePartitions Of(SessionState session, string text, VirtualTableEntry table)
    {
        var clause = SqlParser.Parse($"CREATE REPLICATION TASK t FROM t TO t MODE REPLICATION {text}") is [{ Statement: CreateReplicationTaskStatement { Partitions: { } stored } }]
            ? stored
            : throw new GatewayException(SqlState.InternalError, "a stored PARTITION BY is none");
        try
        {
            return Of(session, clause, table);
        }
        catch (GatewayException e)
        {
            throw new GatewayException(e.State, $"PARTITION BY does not fit table \"{table.RemoteName.Object}\" of the source: {e.Message}", e) { Detail = e.Detail, Hint = e.Hint };
        }
    }

    /// <summary>0A000 for sources of which parts that are read one by one would not be of one moment.</summary>
    public static void RequireOneMoment(LiveSource source, PartitionClause clause)
    {
        if (source.Source is ITransactionalSource) return;
        throw new GatewayException(SqlState.FeatureNotSupported, $"PARTITION BY over remote source \"{source.Entry.Name}\", which does not show several statements the same rows, is not supported")
        {
            Position = clause.Span.Start,
            Hint = "Without it each table is read by one statement.",
        };
    }

    /// <summary>The query whose row has the least and the greatest value to cut between; null when the bounds are given.</summary>
    public string? LimitsQuery => _bound.Clause is EqualPartitions ? TaskQuery.Limits(_bound.Table, _bound.Column) : null;

    public SqlType Type => _bound.Type;

    /// <summary>The conditions of the parts over the columns of a scan of the table; none when there is nothing to cut.</summary>
    /// <param name="least">What <see cref="LimitsQuery"/> has found; null for nothing.</param>
    /// <param name="greatest">See <paramref name="least"/>.</param>
    public IReadOnlyList<Expression> Conditions(EquatableArray<OutputColumn> columns, ConstantExpression? least, ConstantExpression? greatest)
    {
        var column = columns[_bound.Column].ToExpression();
        var bounds = _bound.Clause switch
        {
            ListPartitions => [],
            EqualPartitions equal => least is null || greatest is null ? [] : EqualRanges.Bounds(least, greatest, equal.Count),
            _ => _values[0],
        };
        return _bound.Clause is ListPartitions ? PartitionConditions.Lists(column, _values) : bounds.IsEmpty ? [] : PartitionConditions.Ranges(column, bounds);
    }
}
