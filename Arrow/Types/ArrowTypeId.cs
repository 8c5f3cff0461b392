namespace FederationGateway.Arrow;

/// <summary>The Arrow types in use, named as the Apache.Arrow package names them.</summary>
public enum ArrowTypeId
{
    Null,
    Boolean,
    Int8,
    Int16,
    Int32,
    Int64,
    UInt8,
    UInt16,
    UInt32,
    UInt64,
    Float,
    Double,
    String,
    Binary,
    FixedSizedBinary,
    Date32,
    Time64,
    Timestamp,
    Interval,
    Decimal128,
    List,
}
