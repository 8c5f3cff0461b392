namespace FederationGateway.Binder.Functions;

/// <summary>Declarations of one kind and one section of PostgreSQL's manual. Their language: <see cref="DeclarationReader"/>.</summary>
internal sealed record FunctionFamily(string Section, FunctionKind Kind, IReadOnlyList<string> Declarations);

/// <summary>The registry's tables, one file a section, in the order of PostgreSQL's manual.</summary>
internal static class FunctionTables
{
    private const string Comparison = "9.2. Comparison";
    private const string Mathematical = "9.3. Mathematics";
    private const string Strings = "9.4. Strings";
    private const string Binary = "9.5. Binary strings";
    private const string Patterns = "9.7. Pattern matching";
    private const string Formatting = "9.8. Formatting";
    private const string DatesAndTimes = "9.9. Dates and times";
    private const string Json = "9.16. JSON";
    private const string Arrays = "9.19. Arrays";

    public static IReadOnlyList<FunctionFamily> All { get; } =
    [
        new(Comparison, FunctionKind.Operator, ComparisonFunctions.Operators),
        new(Comparison, FunctionKind.Scalar, ComparisonFunctions.Scalars),
        new(Mathematical, FunctionKind.Operator, NumberFunctions.Operators),
        new(Mathematical, FunctionKind.Scalar, NumberFunctions.Scalars),
        new(Strings, FunctionKind.Operator, StringFunctions.Operators),
        new(Strings, FunctionKind.Scalar, StringFunctions.Scalars),
        new(Binary, FunctionKind.Operator, BinaryFunctions.Operators),
        new(Binary, FunctionKind.Scalar, BinaryFunctions.Scalars),
        new(Patterns, FunctionKind.Operator, PatternFunctions.Operators),
        new(Patterns, FunctionKind.Scalar, PatternFunctions.Scalars),
        new(Formatting, FunctionKind.Scalar, FormattingFunctions.Declarations),
        new(DatesAndTimes, FunctionKind.Operator, DateTimeFunctions.Operators),
        new(DatesAndTimes, FunctionKind.Scalar, DateTimeFunctions.Scalars),
        new("9.14. UUID", FunctionKind.Scalar, UuidFunctions.Declarations),
        new(Json, FunctionKind.Operator, JsonFunctions.Operators),
        new(Json, FunctionKind.Scalar, JsonFunctions.Scalars),
        new(Arrays, FunctionKind.Operator, ArrayFunctions.Operators),
        new(Arrays, FunctionKind.Scalar, ArrayFunctions.Scalars),
        new("9.21. Aggregates", FunctionKind.Aggregate, AggregateFunctions.Declarations),
        new("9.22. Window functions", FunctionKind.Window, WindowFunctions.Declarations),
        new("9.25. Functions that return rows", FunctionKind.Scalar, SetReturningFunctions.Declarations),
        new("9.26. Session", FunctionKind.Scalar, SessionFunctions.Declarations),
        new("9.26. Catalog", FunctionKind.Scalar, CatalogFunctions.Declarations),
        new("SAP HANA's spellings", FunctionKind.Scalar, HanaFunctions.Declarations),
    ];
}
