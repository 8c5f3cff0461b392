using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Common;

namespace FederationGateway.Gateway.Sessions;

/// <summary>What nextval, currval, lastval and setval do in one session.</summary>
internal sealed class SessionSequences(SessionState session)
{
    private readonly Dictionary<long, long> _current = [];
    private long _last;

    /// <summary>Answers a function by its name; of <c>pg_sequence_last_value</c> null for a sequence that was not used.</summary>
    public long? Call(string function, uint oid, long value, bool isCalled)
    {
        if (function == "lastval") return Last();
        var sequence = session.Snapshot.RelationsByOid.GetValueOrDefault(oid) switch
        {
            SequenceEntry found => found,
            null => throw new GatewayException(SqlState.UndefinedTable, $"could not open relation with OID {oid}"),
            var other => throw new GatewayException(SqlState.WrongObjectType, $"\"{other.Name}\" is not a sequence"),
        };
        Require(sequence, function);
        return function switch
        {
            "nextval" => Next(sequence),
            "currval" => Current(sequence),
            "setval" => Set(sequence, value, isCalled),
            _ => session.Core.Store.Sequences.Read(sequence) is { IsCalled: true } state ? state.Value : null,
        };
    }

    /// <summary>DISCARD SEQUENCES: the session has used none.</summary>
    public void Forget()
    {
        _current.Clear();
        _last = 0;
    }

    // Who may insert into the table of a serial or identity column may take its numbers; UPDATE on the sequence itself allows everything, USAGE to take numbers, SELECT to look.
    private void Require(SequenceEntry sequence, string function)
    {
        if (session.Rights.Has(sequence, Privilege.Update) || (function != "setval" && session.Rights.Has(sequence, Privilege.Usage)) || (function is "currval" or "pg_sequence_last_value" && session.Rights.Has(sequence, Privilege.Select))) return;
        var isFed = sequence.OwnedBy is { } owner && session.Snapshot.RelationsByOid.GetValueOrDefault(owner.Table) is { } table && session.Rights.HasAnyColumn(table, Privilege.Insert);
        if (!isFed || function == "setval") throw Guard.Denied(sequence);
    }

    private long Next(SequenceEntry sequence)
    {
        session.RequireWritable("nextval()");
        _last = sequence.Oid;
        return _current[sequence.Oid] = session.Core.Store.Sequences.Next(sequence);
    }

    private long Current(SequenceEntry sequence) => _current.TryGetValue(sequence.Oid, out var value)
        ? value
        : throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"currval of sequence \"{sequence.Name}\" is not yet defined in this session");

    private long Last() => _current.TryGetValue(_last, out var value) && session.Snapshot.RelationsByOid.ContainsKey(_last)
        ? value
        : throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, "lastval is not yet defined in this session");

    private long Set(SequenceEntry sequence, long value, bool isCalled)
    {
        session.RequireWritable("setval()");
        session.Core.Store.Sequences.Set(sequence, value, isCalled);
        if (isCalled) _current[sequence.Oid] = value;
        return value;
    }
}
