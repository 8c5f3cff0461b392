using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FederationGateway.DuckDb.Native;

/// <summary>Managed state behind the engine's <c>void*</c>: a GCHandle the engine gives back when it is done.</summary>
internal static class NativeCallback
{
    public static nint Handle(object state) => GCHandle.ToIntPtr(GCHandle.Alloc(state));

    public static T Target<T>(nint handle) where T : class => (T)GCHandle.FromIntPtr(handle).Target!;

    /// <summary>The engine's delete callback: disposes what can be disposed and forgets it.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void Free(nint handle)
    {
        var entry = GCHandle.FromIntPtr(handle);
        try
        {
            (entry.Target as IDisposable)?.Dispose();
        }
        catch (Exception e)
        {
            // Nothing may escape into the engine, and a failing clean-up has nobody left to report to.
            System.Diagnostics.Debug.Fail(e.ToString());
        }

        entry.Free();
    }
}
