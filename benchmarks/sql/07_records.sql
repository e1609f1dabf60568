-- Survey answers and what the customer success team records.
create temp table poll_answers as
select
    poll_event.visitor_id,
    poll_event.account_id as product_account_id,
    poll_event.poll_response,
    try_cast(trim(poll_event.poll_response) as double) as score,
    poll_event.timestamp as answered_at,
    poll_event._fivetran_synced as loaded_at,
    poll_event.row_key,
    instruments.scale_min,
    instruments.scale_max
from (
    select *, coalesce(nullif(_fivetran_id, ''), md5(concat_ws('|', poll_id, visitor_id, account_id, poll_response, timestamp)))
        as row_key
    from raw.pendo.poll_event
    qualify row_number() over (partition by row_key order by _fivetran_synced desc nulls last) = 1
) as poll_event
inner join (
    from raw.pendo.poll
    qualify row_number() over (partition by id order by _fivetran_synced desc nulls last) = 1
) as poll on poll_event.poll_id = poll.id and lower(poll.attribute_type) = 'npsrating'
inner join instruments on instruments.source = 'pendo' and instruments.read_value = 'npsrating'
where has_happened(poll_event.timestamp) and poll_event.poll_response <> '';

create temp table answers as
with questions as (
    select question.survey_id, question.id as question_id, instruments.instrument, instruments.scale_min, instruments.scale_max
    from (
        from raw.qualtrics.question
        qualify row_number() over (partition by id, survey_id order by _fivetran_synced desc nulls last) = 1
    ) as question
    inner join instruments
        on instruments.source = 'qualtrics'
            and case instruments.read_from
                when 'selector' then lower(question.selector) = instruments.read_value
                when 'export_tag' then lower(question.data_export_tag) = instruments.read_value
                when 'question_text' then contains(lower(question.question_text), instruments.read_value)
            end
    where not coalesce(question._fivetran_deleted, false) and coalesce(upper(question.question_type), '') not in ('TE', 'DB')
    qualify row_number() over (
        partition by question.survey_id, question.id order by instruments.priority, instruments.read_value
    ) = 1
),

-- The first key of a response that a rule could match; the respondent's domain is asked last.
response_keys as (
    select response_id, value as key, list_position(['account_id', 'crm_account_id', 'salesforce_account_id'], name) as place
    from response_ids
    union all
    select response_id, domain, 4 from responses
),

response_accounts as (
    select response_keys.response_id, account_keys.account_no
    from response_keys
    inner join account_keys on account_keys.source = 'qualtrics' and response_keys.key = account_keys.key
    qualify row_number() over (
        partition by response_keys.response_id order by response_keys.place, account_keys.account_no
    ) = 1
),

landed as (
    select
        'qualtrics' as source,
        response_accounts.account_no,
        coalesce(responses.respondent, 'qualtrics ' || responses.response_id) as respondent,
        questions.instrument,
        questions.scale_min,
        questions.scale_max,
        try_cast(trim(question_response.value) as double) as score,
        responses.recorded_at as responded_at,
        cast(null as timestamp) as replaced_at,
        question_response._fivetran_synced as loaded_at,
        md5('qualtrics|' || question_response.row_key) as answer_id
    from (
        select *, coalesce(
            nullif(_fivetran_id, ''), md5(concat_ws('|', response_id, question_id, sub_question_key, loop_id, value, text))
        ) as row_key
        from raw.qualtrics.question_response
        qualify row_number() over (partition by row_key order by _fivetran_synced desc nulls last) = 1
    ) as question_response
    inner join responses using (response_id)
    inner join questions using (survey_id, question_id)
    left join response_accounts using (response_id)
    where question_response.value <> '' and not regexp_matches(coalesce(upper(sub_question_key), ''), 'NPS.*GROUP')
    union all
    select
        'pendo',
        product_accounts.account_no,
        coalesce(nullif(visitor_id, ''), 'pendo ' || row_key),
        'nps',
        scale_min,
        scale_max,
        score,
        answered_at,
        null,
        loaded_at,
        md5('pendo|' || row_key)
    from poll_answers
    left join product_accounts using (product_account_id)
    union all
    select
        'zendesk',
        tickets.account_no,
        coalesce(
            'zendesk user ' || coalesce(tickets.requester_id, ticket_changes.user_id),
            'zendesk ticket ' || ticket_changes.ticket_id
        ),
        coalesce(instruments.instrument, 'csat'),
        instruments.scale_min,
        instruments.scale_max,
        instruments.score,
        ticket_changes.updated_at,
        least(
            lead(ticket_changes.updated_at) over (
                partition by ticket_changes.ticket_id order by ticket_changes.updated_at, ticket_changes.value
            ),
            tickets.withdrawn_at
        ),
        ticket_changes.loaded_at,
        md5(concat('zendesk|', ticket_changes.ticket_id, ' ', ticket_changes.updated_at, ' ', ticket_changes.value))
    from ticket_changes
    left join instruments on instruments.source = 'zendesk' and lower(ticket_changes.value) = instruments.read_value
    left join tickets using (ticket_id)
    where
        ticket_changes.field_name = 'satisfaction_score'
        and ticket_changes.value <> ''
        and (instruments.read_value is null or instruments.instrument is not null)
)

from landed
where score between scale_min and scale_max and score = floor(score);

-- One list of records: kind, what, when it began, was due and ended, and its numbers. Whole rows landed twice count once.
create temp table records as
with landed as (
    select
        'goal' as kind, account_id, name, cast(null as timestamp) as opened_at, cast(target_date as timestamp) as due_at,
        achieved_at as closed_at, cast(null as double) as value, cast(null as double) as target_value,
        cast(null as varchar) as status, max(_fivetran_synced) as loaded_at,
        md5(concat_ws('|', coalesce(account_id, '~'), coalesce(name, '~'), coalesce(cast(target_date as varchar), '~'),
            coalesce(cast(achieved_at as varchar), '~'), coalesce(cast(_fivetran_deleted as varchar), '~'))) as row_key
    from raw.customer_success.goal
    where not coalesce(_fivetran_deleted, false)
    group by all
    union all
    select
        'success_metric', account_id, name, measured_at, null, null, measured_value, target_value, null, max(_fivetran_synced),
        md5(concat_ws('|', coalesce(account_id, '~'), coalesce(name, '~'), coalesce(cast(target_value as varchar), '~'),
            coalesce(cast(measured_value as varchar), '~'), coalesce(cast(measured_at as varchar), '~'),
            coalesce(cast(_fivetran_deleted as varchar), '~')))
    from raw.customer_success.success_metric
    where has_happened(measured_at) and not coalesce(_fivetran_deleted, false)
    group by all
    union all
    select
        'value_review', account_id, null, held_at, null, null, roi_ratio, null,
        case value_confirmed when true then 'confirmed' when false then 'not_confirmed' end, max(_fivetran_synced),
        md5(concat_ws('|', coalesce(account_id, '~'), coalesce(cast(held_at as varchar), '~'),
            coalesce(cast(roi_ratio as varchar), '~'), coalesce(cast(value_confirmed as varchar), '~'),
            coalesce(cast(_fivetran_deleted as varchar), '~')))
    from raw.customer_success.value_review
    where has_happened(held_at) and not coalesce(_fivetran_deleted, false)
    group by all
    union all
    select 'community_activity', account_id, kind, occurred_at, null, null, null, null, null, null, contact_email
    from raw.customer_success.community_activity
    where has_happened(occurred_at) and not coalesce(_fivetran_deleted, false)
    group by all
    union all
    select 'implementation_milestone', account_id, name, null, sane(due_at), completed_at, null, null, null, null, null
    from raw.customer_success.implementation_milestone
    where not coalesce(_fivetran_deleted, false)
    group by all
    union all
    select 'integration', account_id, name, enabled_at, null, disabled_at, null, null, null, null, null
    from raw.customer_success.integration
    where has_happened(enabled_at) and not coalesce(_fivetran_deleted, false)
    group by all
    union all
    select 'tracking_coverage', account_id, tracked_item, first_tracked_at, null, null, null, null, null, null, null
    from raw.customer_success.tracking_coverage
    where has_happened(first_tracked_at) and not coalesce(_fivetran_deleted, false)
    group by all
    union all
    select 'service_hours', account_id, null, cast(period_start as timestamp), null, null, used, purchased, null, null, null
    from raw.customer_success.service_hours
    where
        has_happened(cast(period_start as timestamp))
        and not coalesce(_fivetran_deleted, false)
        and coalesce(purchased >= 0, true)
        and coalesce(used >= 0, true)
    group by all
    union all
    select 'relationship_pulse', account_id, csm, recorded_at, null, null, rating, null, null, null, null
    from raw.customer_success.relationship_pulse
    where has_happened(recorded_at) and not coalesce(_fivetran_deleted, false) and rating between 1 and 5
    group by all
    union all
    select 'intervention', account_id, playbook, started_at, null, ended_at, null, null, scorecard, null, null
    from raw.customer_success.intervention
    where has_happened(started_at) and not coalesce(_fivetran_deleted, false)
    group by all
    union all
    select
        'advocacy', account_id, kind, requested_at, null,
        coalesce(least(agreed_at, declined_at), agreed_at, declined_at), null, null,
        case
            when declined_at < agreed_at then 'declined'
            when agreed_at is not null then 'agreed'
            when declined_at is not null then 'declined'
        end,
        max(_fivetran_synced),
        md5(concat_ws('|', coalesce(account_id, '~'), coalesce(kind, '~'), coalesce(cast(requested_at as varchar), '~'),
            coalesce(cast(agreed_at as varchar), '~'), coalesce(cast(declined_at as varchar), '~'),
            coalesce(cast(_fivetran_deleted as varchar), '~')))
    from raw.customer_success.advocacy
    where has_happened(requested_at) and not coalesce(_fivetran_deleted, false)
    group by all
    union all
    -- A request that was answered twice: each answer holds from its own time on.
    select
        'advocacy', account_id, kind, requested_at, null, greatest(agreed_at, declined_at), null, null,
        if(declined_at < agreed_at, 'agreed', 'taken_back'), max(_fivetran_synced),
        md5(concat_ws('|', coalesce(account_id, '~'), coalesce(kind, '~'), coalesce(cast(requested_at as varchar), '~'),
            coalesce(cast(agreed_at as varchar), '~'), coalesce(cast(declined_at as varchar), '~'),
            coalesce(cast(_fivetran_deleted as varchar), '~'))) || ' second answer'
    from raw.customer_success.advocacy
    where
        has_happened(requested_at)
        and not coalesce(_fivetran_deleted, false)
        and agreed_at is not null
        and declined_at is not null
    group by all
)

select
    landed.* exclude (account_id, row_key),
    crm_keys.account_no,
    md5(landed.kind || '|' || landed.row_key) as record_id
from landed
left join crm_keys on crm_key(landed.account_id) = crm_keys.key
where landed.account_id <> '';

create temp table courses as
select
    crm_keys.account_no,
    lower(trim(landed.contact_email)) as person,
    landed.assigned_at,
    landed.completed_at,
    wk(landed.assigned_at) as assigned_week,
    wk(landed.completed_at) as completed_week,
    landed.certified
from (
    select * exclude (_fivetran_synced)
    from raw.customer_success.training_assignment
    where
        account_id <> ''
        and has_happened(assigned_at)
        and (completed_at is null or sane(completed_at) is not null)
        and not coalesce(_fivetran_deleted, false)
    group by all
) as landed
left join crm_keys on crm_key(landed.account_id) = crm_keys.key;

-- What a company measures itself holds until its next value.
create temp table custom_signals as
with kept as (
    select crm_keys.account_no, landed.signal_id, landed.observed_at, landed.value, landed.level
    from (
        select account_id, signal_id, observed_at, value, nullif(level, '') as level, max(_fivetran_synced) as loaded_at
        from raw.customer_success.custom_signal
        where
            account_id <> ''
            and has_happened(observed_at)
            and not coalesce(_fivetran_deleted, false)
            and (value is not null or level <> '')
        group by all
    ) as landed
    inner join crm_keys on crm_key(landed.account_id) = crm_keys.key
    inner join signals using (signal_id)
    qualify row_number() over (
        partition by crm_keys.account_no, landed.signal_id, landed.observed_at order by landed.loaded_at desc nulls last
    ) = 1
)

select
    account_no,
    signal_id,
    value,
    level,
    observed_at,
    wk(observed_at) as observed_week,
    lead(wk(observed_at), 1, 1000000) over (partition by account_no, signal_id order by observed_at) as next_week
from kept;
