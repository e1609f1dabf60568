{{ config(
    materialized='incremental',
    incremental_strategy='by_version',
    on_schema_change='fail',
    meta={'is_filled_in_slices': true},
) }}

with signal_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        signal_id,
        is_in_force,
        category_id,
        method,
        missing_policy,
        is_subjective,
        value,
        level,
        label,
        observed_week,
        scale_point,
        status,
        score,
        declared_weight,
        applied_weight,
        contribution,
        points_lost,
        has_unread_value
    from {{ ref('int_signal_scores') }}
    where {{ in_open_versions() }}
)

select * from signal_scores
{{ stored_by([
    'snapshot_week', 'scorecard_id', 'version', 'signal_id',
    'contribution', 'value', 'level',
]) }}
