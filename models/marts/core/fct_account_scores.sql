{{ config(materialized='incremental', incremental_strategy='by_version', on_schema_change='fail') }}

with account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        is_in_force,
        segment,
        lifecycle,
        score_calculated,
        score,
        score_without_subjective,
        scale_max,
        mid_rank,
        n_peers,
        band,
        band_label,
        band_colour,
        band_rank,
        grade,
        weight_observed,
        min_weight_observed,
        n_signals,
        n_observed,
        families_not_observed,
        no_score_reason,
        is_overridden,
        override_score,
        override_band,
        override_author,
        override_reason
    from {{ ref('int_banded_scores') }}
    where {{ in_open_versions() }}
)

select * from account_scores
{{ stored_by(['snapshot_week', 'scorecard_id', 'version', 'score', 'mid_rank']) }}
