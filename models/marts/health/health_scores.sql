with account_weeks as (
    select
        account_id,
        snapshot_week,
        account_name,
        segment,
        plan,
        owner_name,
        lifecycle,
        lifecycle_reason
    from {{ ref('int_account_weeks') }}
    where is_alive
),

account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        {{ round_to('score', 2) }} as score,
        {{ round_to('score_calculated', 2) }} as score_calculated,
        {{ round_to('score_without_subjective', 2) }} as score_without_subjective,
        band,
        band_label,
        band_colour,
        band_rank,
        grade,
        {{ round_to('weight_observed', 4) }} as weight_observed,
        families_not_observed,
        is_overridden,
        override_author,
        override_reason
    from {{ ref('fct_account_scores') }}
    where is_in_force and scorecard_id in ('health', 'health_onboarding', 'health_framework')
),

category_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        {%- for category in [
            'product_usage', 'engagement', 'support_experience', 'financial_health',
        ] %}
            {{ round_to('max(case when category_id = \'' ~ category ~ '\' then score end)', 2) }}
                as {{ category }}_score{% if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ ref('fct_category_scores') }}
    where is_in_force and scorecard_id in ('health', 'health_onboarding')
    group by 1, 2, 3, 4
),

drivers as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        {%- for driver in ['down_1', 'down_2', 'down_3', 'up_1', 'up_2', 'up_3'] %}
            driver_{{ driver }}_id,
            driver_{{ driver }}_label,
            {{ round_to('driver_' ~ driver ~ '_points', 2) }} as driver_{{ driver }}_points
            {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ ref('int_score_drivers') }}
),

sentences as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        coverage_note,
        sentence
    from {{ ref('int_score_sentences') }}
),

parameters as (
    select max(value) as comparison_weeks
    from {{ ref('scorecard_parameters') }}
    where scorecard_id = 'health' and parameter = 'comparison_weeks'
),

band_statuses as (
    select
        band_id,
        label,
        colour,
        rank,
        grade
    from {{ ref('band_statuses') }}
),

band_cards as (
    select
        scorecard_id,
        band_id,
        meaning
    from {{ ref('band_cards') }}
),

playbooks as (
    select
        playbook_id,
        scorecard_id,
        band_id,
        cadence,
        owner,
        review,
        review_days,
        escalate_to
    from {{ ref('playbooks') }}
),

first_actions as (
    select
        playbook_id,
        action,
        due_in_days
    from {{ ref('playbook_actions') }}
    where action_order = 1
),

-- A young account has the status onboarding in place of a band; its card's band picks the playbook.
scored as (
    select
        account_weeks.*,
        account_scores.scorecard_id,
        account_scores.version,
        account_scores.score,
        account_scores.score_calculated,
        account_scores.score_without_subjective,
        coalesce(statuses.band_id, account_scores.band) as band,
        case when statuses.band_id is null then account_scores.band_label else statuses.label end
            as band_label,
        case when statuses.band_id is null then account_scores.band_colour else statuses.colour end
            as band_colour,
        case when statuses.band_id is null then account_scores.band_rank else statuses.rank end
            as band_rank,
        case when statuses.band_id is null then account_scores.grade else statuses.grade end
            as grade,
        coalesce(account_scores.weight_observed, 0) as weight_observed,
        account_scores.families_not_observed,
        coalesce(account_scores.is_overridden, false) as is_overridden,
        account_scores.override_author,
        account_scores.override_reason,
        playbooks.playbook_id,
        playbooks.cadence,
        playbooks.owner as playbook_owner,
        playbooks.review,
        playbooks.review_days,
        playbooks.escalate_to
    from account_weeks
    left join account_scores
        on
            account_weeks.account_id = account_scores.account_id
            and account_weeks.snapshot_week = account_scores.snapshot_week
            and account_scores.scorecard_id <> 'health_framework'
    left join band_statuses as statuses
        on
            statuses.band_id = case
                when account_weeks.lifecycle = 'onboarding' then 'onboarding'
                when account_scores.account_id is null then 'insufficient_data'
            end
    left join playbooks
        on
            account_scores.scorecard_id = playbooks.scorecard_id
            and account_scores.band = playbooks.band_id
),

playbook_starts as (
    select
        account_id,
        snapshot_week,
        case
            when
                lag(playbook_id) over (partition by account_id order by snapshot_week)
                = playbook_id
                then null
            else snapshot_week
        end as playbook_start
    from scored
),

playbook_stretches as (
    select
        account_id,
        snapshot_week,
        max(playbook_start) over (
            partition by account_id
            order by snapshot_week
            rows between unbounded preceding and current row
        ) as playbook_since
    from playbook_starts
),

final as (
    select
        scored.account_id,
        scored.snapshot_week,
        scored.account_name,
        scored.segment,
        scored.plan,
        scored.owner_name,
        scored.lifecycle,
        scored.lifecycle_reason,
        scored.scorecard_id,
        scored.version,
        scored.score,
        scored.band,
        scored.band_label,
        scored.band_colour,
        cast(scored.band_rank as integer) as band_rank,
        scored.grade,
        coalesce(own_cards.meaning, status_cards.meaning) as band_meaning,
        category_scores.product_usage_score,
        category_scores.engagement_score,
        category_scores.support_experience_score,
        category_scores.financial_health_score,
        last_scores.score as score_last_week,
        {{ round_to('scored.score - last_scores.score', 2) }} as change,
        earlier_scores.score as score_4_weeks_ago,
        {{ round_to('scored.score - earlier_scores.score', 2) }} as change_4_weeks,
        scored.weight_observed,
        sentences.coverage_note,
        scored.families_not_observed,
        scored.score_calculated,
        scored.score_without_subjective,
        scored.is_overridden,
        scored.override_author,
        scored.override_reason,
        framework_scores.score as framework_score,
        framework_scores.band as framework_band,
        framework_scores.band_label as framework_band_label,
        framework_scores.band_colour as framework_band_colour,
        framework_scores.weight_observed as framework_weight_observed,
        framework_scores.is_overridden as framework_is_overridden,
        {%- for driver in ['down_1', 'down_2', 'down_3', 'up_1', 'up_2', 'up_3'] %}
            drivers.driver_{{ driver }}_id,
            drivers.driver_{{ driver }}_label,
            drivers.driver_{{ driver }}_points,
        {%- endfor %}
        coalesce(
            sentences.sentence,
            'Not scored' || coalesce(', ' || scored.lifecycle_reason, '')
            || ': no version of the card was in force.'
        ) as sentence,
        scored.playbook_id,
        case when scored.playbook_id is not null then playbook_stretches.playbook_since end
            as playbook_since,
        scored.cadence,
        scored.playbook_owner,
        scored.review,
        {{ days_after(
            'scored.snapshot_week',
            'scored.review_days - mod('
            ~ days_between('playbook_stretches.playbook_since', 'scored.snapshot_week')
            ~ ', scored.review_days)'
        ) }} as next_review_date,
        scored.escalate_to,
        first_actions.action as first_action,
        {{ days_after('playbook_stretches.playbook_since', 'first_actions.due_in_days') }}
            as first_action_due_date
    from scored
    cross join parameters
    inner join playbook_stretches
        on
            scored.account_id = playbook_stretches.account_id
            and scored.snapshot_week = playbook_stretches.snapshot_week
    left join category_scores
        on
            scored.account_id = category_scores.account_id
            and scored.snapshot_week = category_scores.snapshot_week
            and scored.scorecard_id = category_scores.scorecard_id
            and scored.version = category_scores.version
    left join drivers
        on
            scored.account_id = drivers.account_id
            and scored.snapshot_week = drivers.snapshot_week
            and scored.scorecard_id = drivers.scorecard_id
            and scored.version = drivers.version
    left join sentences
        on
            scored.account_id = sentences.account_id
            and scored.snapshot_week = sentences.snapshot_week
            and scored.scorecard_id = sentences.scorecard_id
            and scored.version = sentences.version
    left join account_scores as framework_scores
        on
            scored.account_id = framework_scores.account_id
            and scored.snapshot_week = framework_scores.snapshot_week
            and framework_scores.scorecard_id = 'health_framework'
    left join account_scores as last_scores
        on
            scored.account_id = last_scores.account_id
            and scored.scorecard_id = last_scores.scorecard_id
            and scored.snapshot_week = {{ weeks_after('last_scores.snapshot_week', 1) }}
    left join account_scores as earlier_scores
        on
            scored.account_id = earlier_scores.account_id
            and scored.scorecard_id = earlier_scores.scorecard_id
            and {{ weeks_after('scored.snapshot_week', '-parameters.comparison_weeks') }}
            = earlier_scores.snapshot_week
    left join first_actions on scored.playbook_id = first_actions.playbook_id
    left join band_cards as own_cards
        on
            scored.scorecard_id = own_cards.scorecard_id
            and scored.band = own_cards.band_id
    left join band_cards as status_cards
        on
            status_cards.scorecard_id = '*'
            and scored.band = status_cards.band_id
)

select * from final
