namespace FederationGateway.Binder.Functions;

/// <summary>The registry's tables, one file a family, in PostgreSQL's manual's order. The language of the lines: <see cref="DeclarationReader"/>.</summary>
internal static class FunctionTables
{
    public static IReadOnlyList<(FunctionKind Kind, IReadOnlyList<string> Declarations)> All { get; } =
    [
        (FunctionKind.Operator, ComparisonOperators.Declarations),
        (FunctionKind.Operator, NumberFunctions.Operators),
        (FunctionKind.Scalar, NumberFunctions.Scalars),
        (FunctionKind.Operator, TextFunctions.Operators),
        (FunctionKind.Scalar, TextFunctions.Scalars),
        (FunctionKind.Operator, DateTimeFunctions.Operators),
        (FunctionKind.Scalar, DateTimeFunctions.Scalars),
        (FunctionKind.Operator, ArrayFunctions.Operators),
        (FunctionKind.Scalar, ArrayFunctions.Scalars),
        (FunctionKind.Operator, JsonFunctions.Operators),
        (FunctionKind.Scalar, JsonFunctions.Scalars),
        (FunctionKind.Scalar, SetReturningFunctions.Declarations),
        (FunctionKind.Scalar, SessionFunctions.Declarations),
        (FunctionKind.Scalar, CatalogFunctions.Declarations),
        (FunctionKind.Scalar, HanaFunctions.Declarations),
        (FunctionKind.Aggregate, AggregateFunctions.Declarations),
        (FunctionKind.Window, WindowFunctions.Declarations),
    ];
}
