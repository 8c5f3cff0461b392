// Tests count the process's live buffers, so no two may run at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
