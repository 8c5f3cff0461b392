namespace FederationGateway.Replication.Applying;

/// <summary>Numbers of exceptions, as SAP HANA has them.</summary>
internal static class ExceptionNumbers
{
    public const int NotNullViolated = 287;
    public const int UniqueViolated = 301;
    public const int DeltaFailed = 1954;
    public const int DefinitionDoesNotFit = 1957;
    public const int ChangesMissing = 4710;
    public const int SchemaChanged = 4705;
    public const int SourceTableDropped = 4713;
}
