# What went wrong, as the boundary tells it: in this process, and in the function on the far side of a session.

function ConvertTo-MtgwError($Problem, [bool] $Terminating) {
    $record = $Problem
    if ($Problem -is [Management.Automation.IContainsErrorRecord]) { $record = $Problem.ErrorRecord }
    if ($record -is [Management.Automation.ErrorRecord]) {
        return , @($record.FullyQualifiedErrorId, $record.CategoryInfo.Category.ToString(), $record.ToString(), $Terminating)
    }
    if ($Problem) { return , @($Problem.GetType().Name, 'NotSpecified', $Problem.Message, $Terminating) }
    return , @('PipelineStopped', 'OperationStopped', 'The pipeline was stopped.', $Terminating)
}
