using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Writes;

/// <summary>What a source must declare before anything is written to it.</summary>
public static class WriteCapabilities
{
    private static readonly string[] Writing = [Capability.Insert, Capability.Update, Capability.Delete, Capability.Truncate];

    public static void Require(ChangeStatement change, SourceProfile target)
    {
        Require(change switch { InsertStatement => Capability.Insert, UpdateStatement => Capability.Update, _ => Capability.Delete }, target);
        if (change is InsertStatement { OnConflict: not null }) Require(Capability.InsertOnConflict, target);
        if (!change.Returning.IsEmpty) Require(Capability.Returning, target);
    }

    /// <summary>0A000 naming the source.</summary>
    public static void Require(string capability, SourceProfile target)
    {
        if (target.Capabilities.HasExact(capability)) return;
        if (!Writing.Any(target.Capabilities.HasExact))
        {
            throw new GatewayException(SqlState.FeatureNotSupported, $"remote source \"{target.Name}\" cannot be written to")
            {
                Detail = $"It does not have the capability {capability}.",
                Hint = "SYS.ADAPTER_CAPABILITIES shows what its adapter can do; properties of the source may take capabilities away.",
            };
        }

        throw new GatewayException(SqlState.FeatureNotSupported, $"remote source \"{target.Name}\" does not allow {CapabilityDescriptions.Of(capability)}")
        {
            Detail = $"It does not have the capability {capability}.",
            Hint = $"If a property took it away, ALTER REMOTE SOURCE \"{target.Name}\" SET PROPERTY '{capability}' = 'true' gives it back.",
        };
    }
}
