using System.Collections.Frozen;
using System.Reflection;

namespace FederationGateway.Common;

/// <summary>A five-character SQLSTATE (PostgreSQL manual, appendix A), as a closed set of named values.</summary>
public readonly record struct SqlState
{
    private SqlState(string code, SqlStateCategory category) => (Code, Category) = (code, category);

    /// <summary>The five characters sent to the client.</summary>
    public string Code { get; }

    public SqlStateCategory Category { get; }

    private static SqlState User(string code) => new(code, SqlStateCategory.User);

    private static SqlState Remote(string code) => new(code, SqlStateCategory.Remote);

    private static SqlState Resource(string code) => new(code, SqlStateCategory.Resource);

    public static SqlState ConnectionException { get; } = Remote("08000");
    public static SqlState ConnectionFailure { get; } = Remote("08006");
    public static SqlState TransactionResolutionUnknown { get; } = Remote("08007");
    public static SqlState ProtocolViolation { get; } = new("08P01", SqlStateCategory.Internal);
    public static SqlState InvalidGrantOperation { get; } = User("0LP01");
    public static SqlState FeatureNotSupported { get; } = new("0A000", SqlStateCategory.Unsupported);
    public static SqlState CardinalityViolation { get; } = User("21000");
    public static SqlState DataException { get; } = User("22000");
    public static SqlState StringDataRightTruncation { get; } = User("22001");
    public static SqlState NumericValueOutOfRange { get; } = User("22003");
    public static SqlState NullValueNotAllowed { get; } = User("22004");
    public static SqlState InvalidDatetimeFormat { get; } = User("22007");
    public static SqlState DatetimeFieldOverflow { get; } = User("22008");
    public static SqlState InvalidTimeZoneDisplacement { get; } = User("22009");
    public static SqlState SubstringError { get; } = User("22011");
    public static SqlState DivisionByZero { get; } = User("22012");
    public static SqlState InvalidPrecedingOrFollowingSize { get; } = User("22013");
    public static SqlState InvalidArgumentForNtile { get; } = User("22014");
    public static SqlState InvalidArgumentForNthValue { get; } = User("22016");
    public static SqlState InvalidParameterValue { get; } = User("22023");
    public static SqlState InvalidRegularExpression { get; } = User("2201B");
    public static SqlState InvalidArgumentForLogarithm { get; } = User("2201E");
    public static SqlState InvalidArgumentForPowerFunction { get; } = User("2201F");
    public static SqlState InvalidArgumentForWidthBucket { get; } = User("2201G");
    public static SqlState InvalidRowCountInLimit { get; } = User("2201W");
    public static SqlState InvalidRowCountInOffset { get; } = User("2201X");
    public static SqlState InvalidEscapeSequence { get; } = User("22025");
    public static SqlState CharacterNotInRepertoire { get; } = User("22021");
    public static SqlState InvalidTableSampleRepeat { get; } = User("2202G");
    public static SqlState InvalidTableSampleArgument { get; } = User("2202H");
    public static SqlState ArraySubscriptError { get; } = User("2202E");
    public static SqlState InvalidTextRepresentation { get; } = User("22P02");
    public static SqlState InvalidBinaryRepresentation { get; } = User("22P03");
    public static SqlState BadCopyFileFormat { get; } = User("22P04");
    public static SqlState IntervalFieldOverflow { get; } = User("22015");
    public static SqlState InvalidUseOfEscapeCharacter { get; } = User("2200C");
    public static SqlState SequenceGeneratorLimitExceeded { get; } = User("2200H");
    public static SqlState UntranslatableCharacter { get; } = User("22P05");
    public static SqlState IntegrityConstraintViolation { get; } = User("23000");
    public static SqlState NotNullViolation { get; } = User("23502");
    public static SqlState ForeignKeyViolation { get; } = User("23503");
    public static SqlState UniqueViolation { get; } = User("23505");
    public static SqlState CheckViolation { get; } = User("23514");
    public static SqlState ExclusionViolation { get; } = User("23P01");
    public static SqlState InvalidCursorState { get; } = User("24000");
    public static SqlState ActiveSqlTransaction { get; } = User("25001");
    public static SqlState ReadOnlySqlTransaction { get; } = User("25006");
    public static SqlState NoActiveSqlTransaction { get; } = User("25P01");
    public static SqlState InFailedSqlTransaction { get; } = User("25P02");
    public static SqlState IdleInTransactionSessionTimeout { get; } = User("25P03");
    public static SqlState InvalidSqlStatementName { get; } = User("26000");
    public static SqlState InvalidAuthorizationSpecification { get; } = User("28000");
    public static SqlState InvalidPassword { get; } = User("28P01");
    public static SqlState DependentObjectsStillExist { get; } = User("2BP01");
    public static SqlState InvalidCursorName { get; } = User("34000");
    public static SqlState InvalidSavepoint { get; } = User("3B001");
    public static SqlState InvalidCatalogName { get; } = User("3D000");
    public static SqlState InvalidSchemaName { get; } = User("3F000");
    public static SqlState TransactionRollback { get; } = User("40000");
    public static SqlState SerializationFailure { get; } = User("40001");
    public static SqlState StatementCompletionUnknown { get; } = User("40003");
    public static SqlState DeadlockDetected { get; } = User("40P01");
    public static SqlState WithCheckOptionViolation { get; } = User("44000");
    public static SqlState RaiseException { get; } = User("P0001");
    public static SqlState SyntaxError { get; } = User("42601");
    public static SqlState InvalidName { get; } = User("42602");
    public static SqlState ReservedName { get; } = User("42939");
    public static SqlState NameTooLong { get; } = User("42622");
    public static SqlState InsufficientPrivilege { get; } = User("42501");
    public static SqlState CannotCoerce { get; } = User("42846");
    public static SqlState GeneratedAlways { get; } = User("428C9");
    public static SqlState GroupingError { get; } = User("42803");
    public static SqlState WindowingError { get; } = User("42P20");
    public static SqlState InvalidRecursion { get; } = User("42P19");
    public static SqlState DatatypeMismatch { get; } = User("42804");
    public static SqlState AmbiguousParameter { get; } = User("42P08");
    public static SqlState AmbiguousAlias { get; } = User("42P09");
    public static SqlState IndeterminateDatatype { get; } = User("42P18");
    public static SqlState WrongObjectType { get; } = User("42809");
    public static SqlState UndefinedColumn { get; } = User("42703");
    public static SqlState UndefinedFunction { get; } = User("42883");
    public static SqlState UndefinedTable { get; } = User("42P01");
    public static SqlState UndefinedParameter { get; } = User("42P02");
    public static SqlState UndefinedObject { get; } = User("42704");
    public static SqlState DuplicateColumn { get; } = User("42701");
    public static SqlState DuplicateCursor { get; } = User("42P03");
    public static SqlState DuplicateSchema { get; } = User("42P06");
    public static SqlState DuplicateTable { get; } = User("42P07");
    public static SqlState DuplicateAlias { get; } = User("42712");
    public static SqlState DuplicateFunction { get; } = User("42723");
    public static SqlState InvalidFunctionDefinition { get; } = User("42P13");
    public static SqlState DuplicateObject { get; } = User("42710");
    public static SqlState DuplicatePreparedStatement { get; } = User("42P05");
    public static SqlState AmbiguousColumn { get; } = User("42702");
    public static SqlState AmbiguousFunction { get; } = User("42725");
    public static SqlState InvalidColumnReference { get; } = User("42P10");
    public static SqlState InvalidColumnDefinition { get; } = User("42611");
    public static SqlState InvalidTableDefinition { get; } = User("42P16");
    public static SqlState InvalidObjectDefinition { get; } = User("42P17");
    public static SqlState OutOfMemory { get; } = Resource("53200");
    public static SqlState DiskFull { get; } = Resource("53100");
    public static SqlState TooManyConnections { get; } = Resource("53300");
    public static SqlState ConfigurationLimitExceeded { get; } = Resource("53400");
    public static SqlState ProgramLimitExceeded { get; } = Resource("54000");
    public static SqlState StatementTooComplex { get; } = Resource("54001");
    public static SqlState TooManyArguments { get; } = Resource("54023");
    public static SqlState ObjectNotInPrerequisiteState { get; } = User("55000");
    public static SqlState ObjectInUse { get; } = User("55006");
    public static SqlState LockNotAvailable { get; } = Resource("55P03");
    public static SqlState CannotChangeRuntimeParameter { get; } = User("55P02");
    public static SqlState QueryCanceled { get; } = Resource("57014");
    public static SqlState AdminShutdown { get; } = Resource("57P01");
    public static SqlState CannotConnectNow { get; } = Resource("57P03");
    public static SqlState IdleSessionTimeout { get; } = Resource("57P05");
    public static SqlState IoError { get; } = Resource("58030");
    public static SqlState UndefinedFile { get; } = User("58P01");

    /// <summary>The source refused or failed a statement; its own code and text are in the detail.</summary>
    public static SqlState RemoteExecutionFailed { get; } = Remote("HV00L");

    public static SqlState RemoteConnectionFailed { get; } = Remote("HV00N");
    public static SqlState RemoteTableNotFound { get; } = Remote("HV00R");
    public static SqlState RemoteColumnNotFound { get; } = Remote("HV005");
    public static SqlState RemoteInvalidDataType { get; } = Remote("HV004");
    public static SqlState RemoteSchemaNotFound { get; } = Remote("HV00Q");
    public static SqlState InvalidOptionName { get; } = User("HV00D");
    public static SqlState InvalidOptionValue { get; } = User("HV024");
    public static SqlState InternalError { get; } = new("XX000", SqlStateCategory.Internal);
    public static SqlState DataCorrupted { get; } = new("XX001", SqlStateCategory.Internal);

    public override string ToString() => Code;

    /// <summary>The named value of a code, or null when the gateway has no name for it.</summary>
    public static SqlState? Find(string code) => Named.Value.TryGetValue(code, out var state) ? state : null;

    private static readonly Lazy<FrozenDictionary<string, SqlState>> Named = new(() => typeof(SqlState)
        .GetProperties(BindingFlags.Public | BindingFlags.Static)
        .Select(property => (SqlState)property.GetValue(null)!)
        .ToFrozenDictionary(state => state.Code, StringComparer.Ordinal));
}
