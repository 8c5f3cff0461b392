using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// What catalog functions ask about the session they run in, answered from its snapshot. Called on the engine's threads, several at once; must not block.
/// </summary>
public interface ISessionFunctions
{
    /// <summary>Whether an object (kind as in <c>pg_table_is_visible</c>: table, type, function …) is found without its schema; null when there is none.</summary>
    bool? IsVisible(string kind, uint oid);

    /// <summary>The name <c>regclass</c> and its like print; null when there is no such object: its number is printed.</summary>
    string? NameOf(SqlTypeKind kind, uint oid);

    /// <summary>The number behind a name written as SQL writes it (qualified, quoted); null when there is no such object.</summary>
    uint? Find(SqlTypeKind kind, string name);

    /// <summary>A type as SQL spells it, <c>format_type</c>; <paramref name="modifier"/> null leaves modifiers out. <c>???</c> for an unknown type.</summary>
    string? FormatType(uint oid, int? modifier);

    /// <summary>A role's name; <c>unknown (OID=n)</c> when there is none.</summary>
    string UserNameOf(uint oid);

    /// <summary>What <c>pg_get_constraintdef</c>, <c>pg_get_viewdef</c> and their like (named by <paramref name="function"/>) say; null when there is nothing.</summary>
    string? DefinitionOf(string function, uint oid, int column);

    /// <summary>An object of a catalog, or one of its columns when that is not 0, in words: <c>table sales.orders</c>; null when there is none.</summary>
    string? Describe(uint catalog, uint oid, int column);

    /// <summary>A comment on an object of a catalog (empty: any), or on its column when that is not 0.</summary>
    string? DescriptionOf(uint oid, string catalog, int column);

    /// <summary>
    /// Whether a user (null: the session's) has a privilege on an object of the kind, given by name or number; null when there is no such object.
    /// </summary>
    /// <param name="column">The column's name or number, for a kind of <c>column</c>.</param>
    bool? HasPrivilege(string kind, string? user, string target, string privilege, string? column = null);

    /// <summary>What <c>nextval</c>, <c>currval</c>, <c>lastval</c>, <c>setval</c> and <c>pg_sequence_last_value</c> do with a sequence.</summary>
    long? Sequence(string function, uint oid, long value, bool isCalled);

    /// <summary>The sequence that feeds a column, qualified; null when none does. The table's name is as SQL writes it.</summary>
    string? SequenceOf(string table, string column);

    /// <summary><c>pg_cancel_backend</c> and <c>pg_terminate_backend</c>: stops another session's statement, or all of it.</summary>
    /// <param name="processId">Whose.</param>
    /// <param name="ends">True when the session is to end.</param>
    /// <param name="timeout">Milliseconds to wait for its end; 0 for not waiting.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False when there is no such session, or it has not ended in time.</returns>
    bool Signal(int processId, bool ends, long timeout, CancellationToken cancellationToken);

    /// <summary>A setting's value; null when it is not known and may be missing, else 42704.</summary>
    string? Setting(string name, bool mayBeMissing);

    /// <summary>Changes a setting as <c>set_config</c> does and returns the value now in force.</summary>
    string SetSetting(string name, string? value, bool isLocal);
}
