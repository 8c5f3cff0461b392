using FederationGateway.Common;

namespace FederationGateway.Replication.Receiving;

/// <summary>Which errors go away by themselves, so that trying again helps.</summary>
public static class Transience
{
    public static bool IsTransient(GatewayException error) => error.State.Category switch
    {
        // What the source does not have or does not understand stays so; that it cannot be reached, or failed, need not.
        SqlStateCategory.Remote => error.State != SqlState.RemoteTableNotFound && error.State != SqlState.RemoteColumnNotFound && error.State != SqlState.RemoteSchemaNotFound
            && error.State != SqlState.RemoteInvalidDataType,
        SqlStateCategory.Resource => true,
        // The source has not noticed yet that the stream before this one has ended.
        _ => error.State == SqlState.ObjectInUse || error.State == SqlState.SerializationFailure || error.State == SqlState.DeadlockDetected,
    };

    /// <summary>Any error as one with a SQLSTATE.</summary>
    public static GatewayException Of(Exception failure) => failure switch
    {
        GatewayException error => error,
        IOException => new GatewayException(SqlState.ConnectionFailure, failure.Message, failure),
        TimeoutException => new GatewayException(SqlState.RemoteConnectionFailed, failure.Message, failure),
        _ => new GatewayException(SqlState.InternalError, failure.Message, failure),
    };
}
