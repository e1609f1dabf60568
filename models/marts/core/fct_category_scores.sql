{{ config(materialized='incremental', incremental_strategy='by_version', on_schema_change='fail') }}

with category_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        category_id,
        is_in_force,
        score,
        declared_weight,
        applied_weight,
        contribution,
        weight_observed,
        n_signals,
        n_observed
    from {{ ref('int_category_contributions') }}
    where {{ in_open_versions() }}
)

select * from category_scores
{{ stored_by([
    'snapshot_week', 'scorecard_id', 'version',
    'category_id', 'contribution', 'score',
]) }}
