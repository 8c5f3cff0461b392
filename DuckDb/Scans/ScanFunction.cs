using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FederationGateway.Common;
using FederationGateway.DuckDb.Handles;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>
/// The table function <c>gw_scan(slot BIGINT)</c>: the engine's callbacks, each of which only finds its state and hands over.
/// An exception that escapes a callback ends the process, so each catches everything and reports it.
/// </summary>
internal static unsafe class ScanFunction
{
    public const string Name = "gw_scan";

    public static void Register(DuckDbEngine engine, ConnectionHandle connection)
    {
        var function = DuckDbApi.CreateTableFunction();
        try
        {
            using var slotType = EngineType.BigInt.ToNative();
            DuckDbApi.TableFunctionSetName(function, Name);
            DuckDbApi.TableFunctionAddParameter(function, slotType);
            DuckDbApi.TableFunctionSupportsProjectionPushdown(function, 1);
            // A weak reference: the registration lives as long as the instance, which must not keep the engine from being collected.
            DuckDbApi.TableFunctionSetExtraInfo(function, NativeCallback.Handle(new WeakReference<DuckDbEngine>(engine)), &NativeCallback.Free);
            DuckDbApi.TableFunctionSetBind(function, &Bind);
            DuckDbApi.TableFunctionSetInit(function, &Init);
            DuckDbApi.TableFunctionSetLocalInit(function, &LocalInit);
            DuckDbApi.TableFunctionSetFunction(function, &Fill);
            if (DuckDbApi.RegisterTableFunction(connection, function) == NativeState.Error)
                throw new GatewayException(SqlState.InternalError, $"the engine did not accept the table function {Name}");
        }
        finally
        {
            DuckDbApi.DestroyTableFunction(ref function);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        try
        {
            if (!NativeCallback.Target<WeakReference<DuckDbEngine>>(DuckDbApi.BindGetExtraInfo(info)).TryGetTarget(out var engine))
                throw new GatewayException(SqlState.InternalError, "the engine is closed");
            var binding = new ScanBinding(engine, ConnectionId(info), SlotNumber(info));
            for (var i = 0; i < binding.Schema.FieldCount; i++)
            {
                using var type = EngineType.Of(binding.Schema.FieldsList[i].DataType).ToNative();
                DuckDbApi.BindAddResultColumn(info, $"c{i}", type);
            }

            // The engine knows no table without columns; rows without any are counted through one that is never filled.
            if (binding.Schema.FieldCount == 0)
            {
                using var type = EngineType.Boolean.ToNative();
                DuckDbApi.BindAddResultColumn(info, "c0", type);
            }

            // "Exact" makes an estimate; an inexact number would be taken for an upper bound.
            if (binding.EstimatedRows is { } rows) DuckDbApi.BindSetCardinality(info, (ulong)Math.Max(rows, 0), isExact: 1);
            DuckDbApi.BindSetBindData(info, NativeCallback.Handle(binding), &NativeCallback.Free);
        }
        catch (Exception e)
        {
            DuckDbApi.BindSetError(info, OriginalErrors.Remember(e));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info)
    {
        try
        {
            var binding = NativeCallback.Target<ScanBinding>(DuckDbApi.InitGetBindData(info));
            var columns = new int[DuckDbApi.InitGetColumnCount(info)];
            for (var i = 0; i < columns.Length; i++)
            {
                // A statement that needs no column (count(*)) asks for a virtual one.
                var index = DuckDbApi.InitGetColumnIndex(info, (ulong)i);
                columns[i] = index < (ulong)binding.Schema.FieldCount ? (int)index : Scan.VirtualColumn;
            }

            var scan = binding.Start(columns);
            DuckDbApi.InitSetInitData(info, NativeCallback.Handle(scan), &NativeCallback.Free);
            DuckDbApi.InitSetMaxThreads(info, (ulong)scan.MaxThreads);
        }
        catch (Exception e)
        {
            NativeCallback.Target<ScanBinding>(DuckDbApi.InitGetBindData(info)).Connection.RememberFailure(e);
            DuckDbApi.InitSetError(info, OriginalErrors.Remember(e));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void LocalInit(nint info)
    {
        try
        {
            DuckDbApi.InitSetInitData(info, NativeCallback.Handle(new ScanThread()), &NativeCallback.Free);
        }
        catch (Exception e)
        {
            DuckDbApi.InitSetError(info, OriginalErrors.Remember(e));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint info, nint chunk)
    {
        try
        {
            var scan = NativeCallback.Target<Scan>(DuckDbApi.FunctionGetInitData(info));
            var thread = NativeCallback.Target<ScanThread>(DuckDbApi.FunctionGetLocalInitData(info));
            DuckDbApi.DataChunkSetSize(chunk, (ulong)thread.Fill(scan, chunk));
        }
        catch (Exception e)
        {
            NativeCallback.Target<Scan>(DuckDbApi.FunctionGetInitData(info)).Connection.RememberFailure(e);
            DuckDbApi.FunctionSetError(info, OriginalErrors.Remember(e));
        }
    }

    private static ulong ConnectionId(nint info)
    {
        DuckDbApi.BindGetClientContext(info, out var context);
        var id = DuckDbApi.ClientContextGetConnectionId(context);
        DuckDbApi.DestroyClientContext(ref context);
        return id;
    }

    private static long SlotNumber(nint info)
    {
        var value = DuckDbApi.BindGetParameter(info, 0);
        var slot = DuckDbApi.GetInt64(value);
        DuckDbApi.DestroyValue(ref value);
        return slot;
    }
}
